"""The digest as Markdown for chats, issues and mail; article text can neither link nor ping."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TypeVar

from tracker.digest import captions
from tracker.digest.escaping import WORD_JOINER, inert
from tracker.digest.escaping import for_markdown as safe
from tracker.digest.model import (
    ArticleLine,
    Change,
    Claim,
    Digest,
    HeadlineHistory,
    ImageLine,
    NoticeLine,
    PresenceLine,
    Quote,
    RemarkLine,
    ThreadLine,
    Unannounced,
    is_silent,
)
from tracker.digest.phrases import UNNAMED, clock, stamp
from tracker.digest.summary import coverage, summary

Line = TypeVar("Line")


def render_markdown(digest: Digest, zone: tzinfo) -> str:
    """The digest as CommonMark (struck words need GFM); times are shown in `zone`."""
    text = "\n".join(_Face(zone).lines(digest))
    return text.replace("\n\n\n", "\n\n") + "\n"


class _Face:
    """Every method yields the lines of one list item."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def lines(self, digest: Digest) -> Iterator[str]:
        yield f"# {safe(digest.title)}"
        yield f"\n{safe(captions.window_words(digest.window, self.zone))}\n"
        yield from (f"- {_bold_count(phrase)}" for phrase in summary(digest))
        yield f"\n{coverage(digest)}"
        if only := captions.only_words(digest.scope):
            yield f"\n*{safe(only)}*"
        yield from _section(captions.UNANNOUNCED, digest.unannounced, self.unannounced)
        yield from _section(captions.FACTS, digest.facts, self.change)
        yield from _section(captions.STATEMENTS, digest.statements, self.change)
        yield from _section(captions.WORDINGS, digest.wordings, self.change)
        yield from _section(captions.HEADLINES, digest.headlines, self.headline)
        yield from _section(captions.IMAGES, digest.images, self.image)
        yield from _section(captions.NOTICES, digest.notices, self.notice)
        yield from _section(captions.PRESENCE, digest.presence, self.presence)
        yield from _section(captions.DISAGREEMENTS, digest.disagreements, self.thread)
        yield from _section(captions.REMARKS, digest.remarks, self.remark)
        yield from _section(captions.ARTICLES, digest.articles, self.article)
        made = stamp(digest.generated_at, self.zone)
        head = f"position {digest.head.position}, head `{digest.head.hash}`"
        yield f"\n---\n\nMade {made} at log {head}."

    def unannounced(self, line: Unannounced) -> Iterator[str]:
        step = line.step
        yield _title(
            captions.step_trail(line.matter, step), line.subject, captions.step_words(step)
        )
        yield self._seen(line.outlet, captions.versions(step), step.seen_at)
        yield from _evidence(None if step.new else step.old, step.new)

    def change(self, change: Change) -> Iterator[str]:
        yield _title(captions.trail(change), change.subject, captions.verdict(change))
        for step in change.steps:
            silent = " — **no notice**" if is_silent(step) else ""
            yield self._seen(change.outlet, captions.versions(step), step.seen_at) + silent
            yield from _evidence(step.old, step.new)

    def headline(self, history: HeadlineHistory) -> Iterator[str]:
        back = f" — changed and changed back ({history.flips} flips)" if history.flips else ""
        yield f"**{safe(history.outlet)}**{back}"
        for entry in history.entries:
            yield self._seen(history.outlet, f"v{entry.version}", entry.seen_at)
            yield f"> {_marked(entry.headline, '**')}"

    def image(self, line: ImageLine) -> Iterator[str]:
        yield f"**{captions.image_words(line)}**"
        yield self._seen(line.outlet, f"v{line.version}", line.seen_at)
        yield from (f"> {safe(address)}" for address in (line.old, line.new) if address)

    def notice(self, line: NoticeLine) -> Iterator[str]:
        stated = f", states {stamp(line.stated_at, self.zone)}" if line.stated_at else ""
        yield f"**{safe(captions.notice_title(line))}**"
        yield self._seen(line.outlet, f"v{line.version}", line.seen_at) + stated
        yield f"> {safe(line.text)}"

    def presence(self, line: PresenceLine) -> Iterator[str]:
        yield "**Taken down**" if line.kind == "gone" else "**Brought back**"
        yield self._seen(line.outlet, f"v{line.version}", line.seen_at)
        yield f"> {safe(line.headline or '')}"

    def thread(self, line: ThreadLine) -> Iterator[str]:
        title = safe(captions.thread_title(line))
        yield f"**{title}** — {captions.agreement_words(line.agreement)}"
        for claim in line.claims:
            yield from self._claim(claim, f": **{safe(claim.value)}**")

    def remark(self, line: RemarkLine) -> Iterator[str]:
        speaker = safe(line.speaker or UNNAMED)
        yield f"**{speaker}** — {captions.likeness_words(line.agreement)}"
        for claim in line.claims:
            yield from self._claim(claim, "")

    def article(self, article: ArticleLine) -> Iterator[str]:
        seen = captions.version_range(article.versions) or "no new version"
        gone = ", taken down" if article.status == "gone" else ""
        yield f"{safe(article.outlet)} ({seen}{gone}): {safe(article.label)}"
        yield f"`{_code(article.address)}`"

    def _claim(self, claim: Claim, value: str) -> Iterator[str]:
        yield self._seen(claim.outlet, f"v{claim.version}", claim.seen_at) + value
        yield f"> {_marked(claim.quote, '**')}"

    def _seen(self, outlet: str, version: str, moment: datetime) -> str:
        return f"{safe(outlet)}, {version}, {clock(moment, self.zone)}"


def _section(
    title: str, lines: Sequence[Line], show: Callable[[Line], Iterator[str]]
) -> Iterator[str]:
    if not lines:
        return
    yield f"\n## {title}\n"
    for line in lines:
        first, *rest = show(line)
        yield f"- {first}"
        for text in rest:
            yield f"\n  {text}"
        yield ""


def _title(values: Iterable[str], subject: str | None, verdict: str) -> str:
    trail = " → ".join(f"**{safe(value)}**" for value in values)
    about = safe(subject or "")
    parts = (trail, about if trail or not about else f"**{about}**", f"*{safe(verdict)}*")
    return " — ".join(part for part in parts if part)


def _evidence(old: Quote | None, new: Quote | None) -> Iterator[str]:
    if old and new and old.text == new.text:
        yield f"> {safe(new.text)}"
        return
    if old:
        yield f"> *was* {_marked(old, '~~')}"
    if new:
        yield f"> *now* {_marked(new, '**')}"


def _marked(quote: Quote, mark: str) -> str:
    """The sentence with its changed words between marks (whose ends touch no white space)."""
    pieces = []
    position = 0
    for start, end in quote.marks:
        pieces += [_piece(quote.text[position:start]), _between(mark, quote.text[start:end])]
        position = end
    return "".join([*pieces, _piece(quote.text[position:])]).strip()


def _between(mark: str, text: str) -> str:
    """Words between marks that hold wherever they stand.

    A mark between a letter and a punctuation sign is read as text; a word joiner is neither.
    """
    before = "" if text[:1].isalnum() else WORD_JOINER
    after = "" if text[-1:].isalnum() else WORD_JOINER
    return f"{mark}{before}{safe(text)}{after}{mark}"


def _piece(text: str) -> str:
    """Escaped text that keeps one space at an end where it had any."""
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    return f"{before}{safe(text)}{after}" if text.strip() else before


def _bold_count(phrase: str) -> str:
    number, rest = phrase.split(" ", 1)
    return f"**{number}** {rest}" if number.isdigit() else phrase


def _code(text: str) -> str:
    """Text for a code span: nothing acts inside one but the backtick that ends it."""
    return " ".join(inert(text).replace("`", "%60").split())
