"""What the rules for dates share: the sentence, the day it was published, what they find."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.understanding.language.numbers import Numeral
from tracker.understanding.language.tense import tense_at
from tracker.understanding.language.tokens import Tokens

DATE = "DATE"
TIME = "TIME"
DURATION = "DURATION"
SET = "SET"


@dataclass(frozen=True, slots=True)
class Expression:
    """Tokens first..end (not included) name a time: its TIMEX3 value and type.

    A duration carries its `numeral` and `unit`: it is a quantity too.
    """

    first: int
    end: int
    value: str | None
    type: str
    rule: str
    numeral: Numeral | None = None
    unit: str | None = None


@dataclass(slots=True)
class Scene:
    """One sentence and what is known when it is read.

    `today` is the local day of publication, None where it is not known; `quarter` the quarter
    last spoken of, as year and number; `told` the last date of the calendar, as a TIMEX3 value.
    `published` is the moment of publication where that is known, and not merely its day.
    """

    tokens: Tokens
    tags: list[str]
    today: date | None
    quarter: tuple[int, int] | None = None
    told: str | None = None
    published: datetime | None = None

    def tense(self, first: int, end: int) -> str:
        return tense_at(self.tokens, self.tags, first, end)

    def after(self, i: int, *words: str) -> bool:
        """These words (lower case) stand from token `i` on."""
        return tuple(self.tokens.lowers[i : i + len(words)]) == words
