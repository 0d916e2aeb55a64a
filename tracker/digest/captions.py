"""The words that all faces share: titles of sections, verdicts on changes, windows in time."""

from collections.abc import Sequence
from datetime import tzinfo

from tracker.article.reading import NoticeKind
from tracker.digest.model import (
    Agreement,
    Change,
    ImageLine,
    Matter,
    Net,
    NoticeLine,
    Scope,
    Step,
    ThreadLine,
    Window,
)
from tracker.digest.phrases import count, measure, plural, stamp
from tracker.understanding.model import ShiftKind

UNANNOUNCED = "Changed without a notice"
FACTS = "Figures and dates"
STATEMENTS = "Statements"
WORDINGS = "Wording"
HEADLINES = "Headlines"
IMAGES = "Lead images"
NOTICES = "Notices by the outlets"
PRESENCE = "Taken down, brought back"
DISAGREEMENTS = "Where outlets differ"
REMARKS = "One remark in different words"
ARTICLES = "Articles"

_KINDS = {
    ShiftKind.APPEARED: "new",
    ShiftKind.REVISED: "changed",
    ShiftKind.WITHDRAWN: "dropped",
    ShiftKind.RESTORED: "restored",
    ShiftKind.REATTRIBUTED: "re-attributed",
}
_AGREEMENTS = {
    Agreement.SINGLE: "one outlet",
    Agreement.AGREE: "agree",
    Agreement.COMPATIBLE: "compatible",
    Agreement.DIFFER: "differ",
}
_LIKENESSES = {
    Agreement.SINGLE: "one outlet",
    Agreement.AGREE: "same words",
    Agreement.COMPATIBLE: "longer and shorter",
    Agreement.DIFFER: "different words",
}
LONGEST_VALUE = 60  # longer words are read in their sentence, not in a title


def kind_words(kind: ShiftKind) -> str:
    """A kind of shift as an editor would say it: "dropped", "re-attributed"."""
    return _KINDS.get(kind, kind.value)


def trail(change: Change) -> tuple[str, ...]:
    """What stood, step by step, for a title; the verdict tells what came and went.

    Empty for statements and long words: those are read in their sentences.
    """
    values = [change.before, *(step.after for step in change.steps)]
    if values[0] is None:
        del values[0]
    if values[-1] is None:
        del values[-1]
    return _short(change.matter, ["nothing" if value is None else value for value in values])


def step_trail(matter: Matter, step: Step) -> tuple[str, ...]:
    """The same for one step."""
    return _short(matter, [value for value in (step.before, step.after) if value is not None])


def _short(matter: Matter, values: list[str]) -> tuple[str, ...]:
    is_long = matter is Matter.STATEMENT or any(len(value) > LONGEST_VALUE for value in values)
    return () if is_long else tuple(values)


def verdict(change: Change) -> str:
    """What became of it: "up", "new", "dropped", "back to where it began, 2 flips"."""
    if change.net is Net.NOTHING:
        return f"net nothing, {count(change.flips, 'flip')}"
    words = _outcome(change)
    return f"{words}, {count(change.flips, 'flip')}" if change.flips else words


def _outcome(change: Change) -> str:
    last = change.steps[-1]
    if change.net is Net.CAME:
        return "restored" if last.kind is ShiftKind.RESTORED else "new"
    if change.net is Net.WENT:
        return "dropped"
    return last.direction or kind_words(last.kind)


def step_words(step: Step) -> str:
    """What one step did: "up", "dropped", "reworded"."""
    return step.direction or kind_words(step.kind)


def versions(step: Step) -> str:
    """The versions a step leads from and to."""
    return f"v{step.old_version} → v{step.version}"


def version_range(numbers: Sequence[int]) -> str:
    """Versions in short: "v1–v4", "v2, v5"; empty where there are none."""
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"v{numbers[0]}–v{numbers[-1]}"
    return ", ".join(f"v{number}" for number in numbers)


def notice_title(line: NoticeLine) -> str:
    """The kind of notice, and that it was taken down where it was."""
    names = {NoticeKind.EDITORS_NOTE: "Editor's note", NoticeKind.CONTRIBUTORS: "Contributors"}
    name = names.get(line.kind, line.kind.value.capitalize())
    return f"{name} removed" if line.withdrawn else name


def says_its_kind(line: NoticeLine) -> bool:
    """Whether the notice's own words begin with its title."""
    return line.text.replace("’", "'").casefold().startswith(notice_title(line).casefold())


def thread_title(line: ThreadLine) -> str:
    """What outlets make claims about."""
    measured = line.subject or line.unit
    if line.unit and measured == line.unit:
        measured = plural(line.unit)
    return measure(measured, line.scope) or "a figure"


def agreement_words(agreement: Agreement) -> str:
    """How outlets' figures stand to each other."""
    return _AGREEMENTS[agreement]


def part_words(line: ThreadLine) -> str:
    """Who told a fact first, who corrected it last, who says nothing on it; "" of one outlet's."""
    if line.agreement is Agreement.SINGLE:
        return ""
    said = (
        ("first", line.first_to_report),
        ("last to correct", line.last_to_correct),
        ("not mentioned by", ", ".join(line.not_mentioned_by)),
    )
    return " · ".join(f"{part}: {who}" for part, who in said if who)


def likeness_words(agreement: Agreement) -> str:
    """How outlets' wordings of one remark stand to each other."""
    return _LIKENESSES[agreement]


def window_words(window: Window, zone: tzinfo) -> str:
    """The window for the head of a digest: observed times, or log positions."""
    if window.after is not None or window.upto is not None:
        first = 1 if window.after is None else window.after + 1
        return f"log positions {first} to {'the head' if window.upto is None else window.upto}"
    if window.since is None and window.until is None:
        return "from the first version on"
    since = "the first version" if window.since is None else stamp(window.since, zone)
    return f"{since} to {'now' if window.until is None else stamp(window.until, zone)}"


def only_words(scope: Scope) -> str:
    """Which changes alone are told: "only: fact, revised, weight >= 0.5"; empty where all are."""
    least = [f"weight >= {scope.weight:g}"] if scope.weight > 0 else []
    words = ", ".join([*scope.kinds, *least])
    return f"only: {words}" if words else ""


def image_words(line: ImageLine) -> str:
    """What became of the lead image."""
    if line.old and line.new:
        return "Lead image exchanged"
    return "Lead image added" if line.new else "Lead image removed"
