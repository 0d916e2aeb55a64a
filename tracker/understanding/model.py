"""What understanding finds. Spans are (start, end) and count characters of the text given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from tracker.article.reading import Evidence, Notice
from tracker.comparing.model import Edit, Link, Noise, Sentence

Span: TypeAlias = tuple[int, int]
Number: TypeAlias = int | float


class FactKind(StrEnum):
    QUANTITY = "quantity"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or a date that the text asserts.

    `text`, `start`, `end` cover the number expression alone ("at least 30 people": "30"), with its
    unit for a duration ("two years"), or the whole date expression. A range has `value` None and
    both bounds. `qualifier` is one of = ~ > >= < <=. `change` is "up", "down" or None. `unit` is a
    singular lower-case name, `dimension` what it measures ("length"), `subject` what the figure is
    about, in the words and the order of the text, `scope` the place or group it holds for.
    `timex` and `timex_type` follow TIMEX3 (DATE, TIME, DURATION, SET). `rule` names the rule that
    found it.
    """

    kind: FactKind
    text: str
    value: Number | None
    low: Number | None
    high: Number | None
    qualifier: str
    change: str | None
    unit: str | None
    dimension: str | None
    subject: str | None
    scope: str | None
    timex: str | None
    timex_type: str | None
    start: int
    end: int
    rule: str = ""


class StatementKind(StrEnum):
    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    ATTITUDE = "attitude"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something attributed to someone.

    `spans` are the content, discontinuous where the cue stands inside; `text` joins them by one
    space. `speaker` is the fullest name (and role) seen in the article, None where nobody is named;
    `speaker_span` the words that name the speaker here. `cue` is "said", "declined to comment"...
    """

    kind: StatementKind
    text: str
    spans: tuple[Span, ...]
    speaker: str | None
    speaker_span: Span | None
    cue: str | None
    cue_span: Span | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one text asserts. `language` is ISO 639-1, None where it cannot be told.

    In a language other than English only figures, ISO dates and direct quotations are read;
    `sentences` are those that were read. `unread` names what was not.
    """

    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    statements: tuple[Statement, ...]
    notices: tuple[Notice, ...]
    language: str | None = None
    unread: tuple[str, ...] = ()


class Topic(StrEnum):
    """What a shift is a shift of; `WORDING` is an assertion that is neither figure nor remark."""

    FACT = "fact"
    STATEMENT = "statement"
    NOTICE = "notice"
    WORDING = "wording"


class ShiftKind(StrEnum):
    APPEARED = "appeared"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    HEDGED = "hedged"
    FIRMED = "firmed"
    REWORDED = "reworded"
    REATTRIBUTED = "reattributed"
    SHORTENED = "shortened"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a shift: what was asserted, in which sentence, where.

    `item` is the fact, statement or notice, None for a wording; `text` the words themselves.
    """

    text: str
    sentence: str
    evidence: Evidence
    item: Fact | Statement | Notice | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A change in what is asserted. `old` is None where it appeared, `new` where it is gone.

    `direction` says how a revised figure went: "up", "down", "narrowed", "widened" or None.
    `weight` (0 to 1) is how much a reader's picture changes, for ordering only; `reasons` name the
    rules that made the shift and its weight; `weighing` is what each of them added to the weight,
    beginning with what every shift of this kind weighs.
    """

    kind: ShiftKind
    topic: Topic
    old: Side | None
    new: Side | None
    direction: str | None = None
    weight: float = 0.0
    reasons: tuple[str, ...] = ()
    weighing: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """The step from one version to the next.

    `links` index `old_sentences` and `new_sentences`, whose offsets are in the laid-out readings.
    """

    edits: tuple[Edit, ...]
    shifts: tuple[Shift, ...]
    noise: tuple[Noise, ...]
    links: tuple[Link, ...]
    old_sentences: tuple[Sentence, ...] = ()
    new_sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a story: `id` tells sources apart, `published` is zone-aware."""

    id: str
    outlet: str
    published: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """One fact followed over sources: same measure, same scope. `entries` are in time order.

    `standing` tells how the outlets' latest values stand to each other ("agree", "compatible",
    "differ"), None where one outlet alone speaks of it, copies not counted. `first_to_report` and
    `last_to_correct` are outlets, None where there is none or not one; `not_mentioned_by` are the
    outlets of the ledger that say nothing on it.
    """

    subject: str | None
    scope: str | None
    unit: str | None
    entries: tuple[tuple[str, Fact], ...]
    standing: str | None = None
    first_to_report: str | None = None
    last_to_correct: str | None = None
    not_mentioned_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark as several sources quote it."""

    speaker: str | None
    entries: tuple[tuple[str, Statement], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the sources of a story say on the same things.

    `copies` pairs the id of a source that prints another outlet's text with the id of the first.
    """

    threads: Sequence[Thread]
    remarks: Sequence[Remark]
    copies: Sequence[tuple[str, str]] = ()
