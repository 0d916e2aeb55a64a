"""How wires mark a changed report: "CORRECTED-", "UPDATE 2-", "(Adds quotes, background)"."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from tracker.article.reading import NoticeKind

_VERBS = "corrects|refiles|adds|updates|recasts|clarifies|rewrites|amends"
_KINDS = MappingProxyType(
    {
        "corrects": NoticeKind.CORRECTION,
        "corrected": NoticeKind.CORRECTION,
        "correction": NoticeKind.CORRECTION,
        "clarifies": NoticeKind.CLARIFICATION,
        "clarified": NoticeKind.CLARIFICATION,
        "clarification": NoticeKind.CLARIFICATION,
        "withdrawn": NoticeKind.RETRACTION,
        "retracted": NoticeKind.RETRACTION,
    }
)
_BRACKETED = re.compile(rf"\((?P<verb>{_VERBS})\b[^()\n]{{1,400}}\)", re.IGNORECASE)
_REFILED = re.compile(
    r"\(this [^()\n]{0,40}?(?:story|item|report|article) (?:has been|was) (?P<verb>refiled)\b"
    r"[^()\n]{0,400}\)",
    re.IGNORECASE,
)
# In capitals, glued to the headline or to what was done: "REFILE-UPDATE 2-Oil rises", "CORRECTED-".
_SLUG = re.compile(
    r"\s{0,8}(?P<slug>(?P<verb>CORRECTED|CORRECTION|CLARIFICATION|REFILE|UPDATE(?: \d{1,2})?"
    r"|WITHDRAWN|RETRACTED|RECAST)(?:[-–—](?:UPDATE(?: \d{1,2})?|CORRECTED|REFILE))?)"
    r"\s?[-–—]\s?(?=\S)"
)
_DONE = re.compile(rf"(?P<verb>{_VERBS})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WireFind:
    """A wire's mark at start..end of its paragraph."""

    kind: NoticeKind
    start: int
    end: int


def find_wire(paragraph: str) -> WireFind | None:
    """The mark that a paragraph begins with or holds, or None."""
    slug = _SLUG.match(paragraph)
    if slug:
        return _slugged(paragraph, slug)
    found = _BRACKETED.search(paragraph) or _REFILED.search(paragraph)
    return WireFind(_kind(found["verb"]), found.start(), found.end()) if found else None


def _slugged(paragraph: str, slug: re.Match[str]) -> WireFind:
    """The slug alone where a headline follows; all of it where it says what was done."""
    done = _DONE.match(paragraph, slug.end())
    if done:
        return WireFind(_kind(done["verb"]), slug.start("slug"), len(paragraph.rstrip()))
    return WireFind(_kind(slug["verb"]), slug.start("slug"), slug.end("slug"))


def _kind(verb: str) -> NoticeKind:
    return _KINDS.get(verb.lower(), NoticeKind.UPDATE)
