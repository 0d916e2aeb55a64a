"""What a comparison is made of. Offsets count characters of the text they are said to be of."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; start and end are offsets in the text that was split."""

    text: str
    start: int
    end: int


class LinkKind(StrEnum):
    """What the edit of a linked sentence changed (`QUOTE`: quoted words were replaced)."""

    SAME = "same"
    STYLE = "style"
    DETAIL = "detail"
    FACT = "fact"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Link:
    """Sentence `old` of one side became sentence `new` of the other (indexes from 0).

    Links are many-to-many: a split sentence has several, a merged one too. `moved` are the fewest
    links without which the others do not cross.
    """

    old: int
    new: int
    kind: LinkKind
    moved: bool = False


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Words replaced inside a revised text: old_span of the old text gave way to new_span."""

    old: str
    new: str
    old_span: tuple[int, int]
    new_span: tuple[int, int]


class EditKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REVISED = "revised"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one field.

    `field` is "headline", "dek", "bylines", "published", "modified", "image", "section", "language"
    or "block". For blocks, `old_blocks` and `new_blocks` are indexes into the readings' blocks: one
    and one for a revision or a move, one and several for a split. `words` are the word edits from
    `old` to `new`; empty where the text was added, removed, only moved, or rewritten so heavily
    that old beside new reads better.
    """

    kind: EditKind
    field: str
    old: str | None
    new: str | None
    old_blocks: tuple[int, ...] = ()
    new_blocks: tuple[int, ...] = ()
    words: tuple[WordEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Noise:
    """A difference that asserts nothing, with the reason for thinking so."""

    reason: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two readings.

    `links` index `old_sentences` and `new_sentences`, whose offsets are in `lay_out(reading).text`.
    """

    edits: tuple[Edit, ...]
    links: tuple[Link, ...]
    noise: tuple[Noise, ...]
    old_sentences: tuple[Sentence, ...]
    new_sentences: tuple[Sentence, ...]
