"""The forms in which outlets word their notices, each looked for in one paragraph."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from tracker.article.reading import NoticeKind
from tracker.reading.notices.stated import is_stamp
from tracker.reading.notices.wires import find_wire

_ITEM = (
    r"(?:article|story|report|post|piece|page|item|dispatch|column|headline|caption|photo caption"
    r"|video|live ?blog|graphic|chart|map|obituary|review|newsletter)"
)
_OWN_ITEM = r"(?:article|story|post|piece|dispatch|column|headline|caption|live ?blog)"
_LABELS = MappingProxyType(
    {
        "correction": NoticeKind.CORRECTION,
        "corrections": NoticeKind.CORRECTION,
        "correction appended": NoticeKind.CORRECTION,
        "a correction was made": NoticeKind.CORRECTION,
        "a correction was made on": NoticeKind.CORRECTION,
        "corrected": NoticeKind.CORRECTION,
        "corrections and clarifications": NoticeKind.CORRECTION,
        "corrections & clarifications": NoticeKind.CORRECTION,
        "correction and clarification": NoticeKind.CORRECTION,
        "clarification": NoticeKind.CLARIFICATION,
        "clarifications": NoticeKind.CLARIFICATION,
        "clarified": NoticeKind.CLARIFICATION,
        "editor's note": NoticeKind.EDITORS_NOTE,
        "editors' note": NoticeKind.EDITORS_NOTE,
        "editors note": NoticeKind.EDITORS_NOTE,
        "note from the editor": NoticeKind.EDITORS_NOTE,
        "note to readers": NoticeKind.EDITORS_NOTE,
        "retraction": NoticeKind.RETRACTION,
        "retracted": NoticeKind.RETRACTION,
        "update": NoticeKind.UPDATE,
        "updated": NoticeKind.UPDATE,
        "updated at": NoticeKind.UPDATE,
        "updated on": NoticeKind.UPDATE,
        "last updated": NoticeKind.UPDATE,
        "last updated at": NoticeKind.UPDATE,
        "last updated on": NoticeKind.UPDATE,
        "last modified": NoticeKind.UPDATE,
        "last modified on": NoticeKind.UPDATE,
    }
)
_LEAD = r"[\s*•(\[_]{0,8}"
_LABEL = re.compile(
    _LEAD + "(" + "|".join(sorted(map(re.escape, _LABELS), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_WHEN = (
    r"(?=\d|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,7}\b"
    r"|(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\b|noon\b|midnight\b|today\b)"
)
_STAMP = re.compile(rf"[\s,(\[:|–—-]{{0,4}}(?:on |at |as of )?{_WHEN}", re.IGNORECASE)
_CLOSE = re.compile(r"\s?[)\]]?\s?(?::(?!\d\d)|[—–|](?=\s)|-(?=\s)|\.\s(?=This\b|An?\b|The\b))\s?")
_CLOSED_AT_ONCE = re.compile(r"\s?[)\]]?\s?(?:[:|—–]|-(?=\s))\s?")
_NUMBERED = re.compile(r" \d{1,2}\s?[-–]\s?(?=[A-Za-z“\"])")  # a wire's "UPDATE 3-"
_AGO = re.compile(r"\bago\b", re.IGNORECASE)
_LONGEST_STAMP = 80
_LONGEST_NOTICE = 2500

_WRONG = (
    r"(?:(?:also |had |has |that )?(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately"
    r"|misstated|misspelled|misspelt|misidentified|mischaracteri[sz]ed|misattributed|misquoted"
    r"|misnamed|overstated|understated|omitted|contained|included|gave|said|stated|reported"
    r"|referred|described|listed|attributed|quoted|used|implied|suggested|failed|did not|was"
    r"|were|carried|identified|had))\b"
)
_VERB = (
    r"updated|corrected|clarified|amended|revised|retracted|withdrawn|edited|changed|removed"
    r"|taken down"
)
_BE = r"(?:has (?:since )?been|have been|was|were|is being)"
_SAID = r"(?:said|stated|reported|wrote|gave|described|identified|listed|called|suggested)"
_AT_FIRST = r"(?:initially|originally|previously|first|incorrectly|wrongly|mistakenly|erroneously)"
_SELF = re.compile(
    r"(?:^|(?<=[.!?\"”)\]]\s))" + _LEAD + r"(?:note: )?(?:"
    rf"this (?:\w+\.? (?:\d{{1,2}},? )?){{0,2}}?{_ITEM}(?:['’]s \w+)?(?: and (?:\w+ )?{_ITEM})? "
    rf"{_BE} (?:(?:last|first|\w+ly) )?(?P<verb>{_VERB})\b"
    rf"|the (?:headline|caption|first line|text) (?:on|of|to|in|for|above) this (?:\w+ )?{_ITEM}"
    rf" {_BE} (?:\w+ly )?(?P<part>{_VERB})\b"
    rf"|the {_OWN_ITEM} has (?:since )?been (?P<told>corrected|updated|amended|clarified)"
    r"(?= to (?:reflect|say|show|state|correct|include|clarify|remove|make|fix)\b)"
    rf"|this (?:\w+\.? (?:\d{{1,2}},? )?){{0,2}}?{_OWN_ITEM} (?P<now>corrects|clarifies)\b"
    r"|(?:(?:because of|due to|owing to) [^,.\n]{1,80}, )?(?:an? |the |our |some )?"
    r"(?:earlier|previous|prior|original|initial|first) (?:\w+ )?(?:versions?|headline|editions?)"
    rf" (?:of|on|to|for) (?:(?:this|our) (?:\w+ )?{_ITEM}|the {_OWN_ITEM}) {_WRONG}"
    r"|(?:(?:because of|due to|owing to) [^,.\n]{1,80}, )?"
    rf"(?:this {_OWN_ITEM}|we) {_AT_FIRST} {_SAID}\b"
    r"|(?:we|the \w+(?: \w+)?) (?:has|have) (?P<pulled>retracted|withdrawn) "
    rf"(?:this|the|its|our) (?:\w+ )?{_OWN_ITEM}\b"
    ")",
    re.IGNORECASE,
)
_TO_CORRECT = re.compile(
    r"\bto correct\b|\berrors?\b|\bmistakes?\b|\bmiss?(?:pel|tat|iden|attr|quot|nam)"
    r"|\bincorrect|\bwrong|\berroneous|\binaccura|\bcorrected\b|\b(?:earlier|previous|original)"
    r" version\b",
    re.IGNORECASE,
)
_TO_CLARIFY = re.compile(r"\bclarif|\bmake (?:it )?clear|\bunclear\b|\bdid not make", re.IGNORECASE)

_CREDITED = re.compile(
    _LEAD + r"(?i:(?:(?:additional|further|with(?: additional)?) )?(?:reporting|research"
    r"|contributions?|writing)(?: and (?:\w+ )?(?:reporting|research|writing))? (?:by|from)"
    r"|with (?:contributions|files|input|reports) from|edited by|editing by) [A-Z]"
)
_CONTRIBUTED = re.compile(
    _LEAD + r"[A-Z][^\n\"“”]{1,300}?\bcontributed (?:(?:additional |further )?(?:reporting"
    rf"|research|writing)\b|(?:\w+ ){{0,2}}to (?:this|the) (?:\w+ )?(?:{_ITEM}|reporting"
    r"|coverage)(?=[.)\s]{0,4}$|,? (?:from|in)\b))"
)
_PRONOUN = re.compile(_LEAD + r"(?:he|she|they|it|we|i|who|this|that|the report)\b", re.IGNORECASE)
_LONGEST_CREDIT = 500


@dataclass(frozen=True, slots=True)
class Find:
    """A notice at start..end of its paragraph; its stated time stands in `stamp`, if anywhere."""

    kind: NoticeKind
    start: int
    end: int
    stamp: str = ""


def find_in(paragraph: str) -> Find | None:
    """The notice that a paragraph is or holds, or None."""
    return next(filter(None, (form(paragraph) for form in _FORMS)), None)


def is_bare_label(paragraph: str) -> bool:
    """Whether the paragraph is only the heading of a notice: "Correction"."""
    found = _LABEL.match(paragraph)
    return bool(found) and not paragraph[found.end() :].strip(" :)]*_") if found else False


def _labelled(paragraph: str) -> Find | None:
    found = _LABEL.match(paragraph.replace("’", "'") if "’" in paragraph[:40] else paragraph)
    if not found:
        return None
    kind = _LABELS[found[1].lower()]
    label_end, body = _label_ends(paragraph, found.end())
    stamp = paragraph[found.end() : label_end]
    if body is None or _AGO.search(stamp):
        return None
    whole = kind is not NoticeKind.UPDATE or body >= len(paragraph) or _SELF.match(paragraph[body:])
    start = len(paragraph) - len(paragraph.lstrip())
    long = len(paragraph) > _LONGEST_NOTICE
    end = label_end if long or not whole else len(paragraph.rstrip())
    own = paragraph[body:] if whole else ""
    return Find(_own_kind(kind, own), start, end, stamp.strip() or _stamp_of_change(own))


def _label_ends(paragraph: str, after: int) -> tuple[int, int | None]:
    """Where label and stamp end and where the words after them begin; None: it is no label."""
    if is_stamp(paragraph[after : after + _LONGEST_STAMP + 1]):
        return len(paragraph.rstrip()), len(paragraph)
    numbered = _NUMBERED.match(paragraph, after)
    if numbered:
        return after + len(numbered[0].rstrip(" -–")), numbered.end()
    at_once = _CLOSED_AT_ONCE.match(paragraph, after)
    if at_once:
        return after, at_once.end()
    stamped = _STAMP.match(paragraph, after)
    close = _CLOSE.search(paragraph, stamped.end(), after + _LONGEST_STAMP) if stamped else None
    return (close.start(), close.end()) if close else (after, None)


def _about_itself(paragraph: str) -> Find | None:
    found = _SELF.search(paragraph)
    if not found or len(paragraph) - found.start() > _LONGEST_NOTICE:
        return None
    words = paragraph[found.start() :].strip()
    changed = found["verb"] or found["part"] or found["told"]
    verb = (changed or found["pulled"] or "").lower()
    if verb in {"retracted", "withdrawn"}:
        kind = NoticeKind.RETRACTION
    else:
        kind = _own_kind(NoticeKind.UPDATE if changed else NoticeKind.CORRECTION, words)
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return Find(kind, start, len(paragraph.rstrip()), _stamp_of_change(words))


def _own_kind(kind: NoticeKind, words: str) -> NoticeKind:
    """An update that says it corrects is a correction."""
    if kind not in {NoticeKind.UPDATE, NoticeKind.CORRECTION} or not words:
        return kind
    if kind is NoticeKind.CORRECTION or _TO_CORRECT.search(words):
        return NoticeKind.CORRECTION
    return NoticeKind.CLARIFICATION if _TO_CLARIFY.search(words) else kind


_CHANGED_ON = re.compile(
    rf"\b(?:{_VERB})\b(?:,? again)?(?P<stamp>,? (?:on |at |as of )?{_WHEN}[^;\n]{{1,60}})",
    re.IGNORECASE,
)
_STAMP_ENDS = re.compile(r" (?:to|with|after|because|following)\b|(?<![ap]\.m)\. [A-Z]")


def _stamp_of_change(words: str) -> str:
    """The words "on 18 November" of "This article was amended on 18 November because..."."""
    found = _CHANGED_ON.search(words)
    return _STAMP_ENDS.split(found["stamp"], maxsplit=1)[0] if found else ""


def _wire(paragraph: str) -> Find | None:
    found = find_wire(paragraph)
    return Find(found.kind, found.start, found.end) if found else None


def _contributors(paragraph: str) -> Find | None:
    if len(paragraph) > _LONGEST_CREDIT or _PRONOUN.match(paragraph):
        return None
    if _CREDITED.match(paragraph) or _CONTRIBUTED.match(paragraph):
        start = len(paragraph) - len(paragraph.lstrip())
        return Find(NoticeKind.CONTRIBUTORS, start, len(paragraph.rstrip()))
    return None


_FORMS: tuple[Callable[[str], Find | None], ...] = (_labelled, _about_itself, _wire, _contributors)
