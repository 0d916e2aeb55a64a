"""Differences that assert nothing: two captures of one version have the same substance."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from tracker.article.reading import Reading
from tracker.reading.noise.folding import RULES, fold
from tracker.reading.noise.furniture import furniture_kind
from tracker.reading.noise.images import folded_image

PAGE_FURNITURE = "page furniture"
"""The reason where a line is none of the article and of no kind that is known."""


@dataclass(frozen=True, slots=True)
class NoiseDifference:
    """A difference that folding hides; None where one side lacks the line altogether."""

    reason: str
    old: str | None
    new: str | None


def substance(reading: Reading) -> str:
    """SHA-256 (hex) over what the article asserts, noise folded away.

    Headline, dek, bylines, notices, blocks and the lead image, if there is one, count; times,
    section and address do not. Equal substance is an equivalence: such captures show the same
    version.
    """
    digest = sha256()
    for name, text in _parts(reading):
        encoded = fold(text).encode("utf-8", "surrogatepass")
        digest.update(f"{name}:{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()


def noise_between(old: Reading, new: Reading) -> tuple[NoiseDifference, ...]:
    """What differs between two readings without asserting anything, each with its reason."""
    fields = _fields(old), _fields(new)
    found = [*_paired(*fields, key=fold, reason=_typographic)]
    if old.image == new.image:
        found += _paired(_pictures(old), _pictures(new), key=_any, reason=_image_delivery)
    furniture = _furniture(old), _furniture(new)
    found += _paired(*furniture, key=furniture_kind, reason=lambda line, _: _kind(line))
    found += _unpaired(*furniture)
    return tuple(found)


def _parts(reading: Reading) -> Iterator[tuple[str, str]]:
    yield "headline", reading.headline or ""
    yield "dek", reading.dek or ""
    for byline in reading.bylines:
        yield "byline", byline
    for notice in reading.notices:
        yield f"notice.{notice.kind}", notice.text
    for block in reading.blocks:
        if not furniture_kind(block.text):
            yield f"block.{block.kind}", block.text
    if reading.image:
        yield "image", reading.image


def _fields(reading: Reading) -> list[str]:
    """Everything that is compared; a notice stands in a block already."""
    names = ("notice.", "image")
    return [text for name, text in _parts(reading) if text and not name.startswith(names)]


def _furniture(reading: Reading) -> list[str]:
    lines = (block.text for block in reading.blocks if furniture_kind(block.text))
    return [*(line for line in reading.furniture if not _is_picture(reading, line)), *lines]


def _pictures(reading: Reading) -> list[str]:
    """The address of the lead image as the page gave it."""
    return [line for line in reading.furniture if _is_picture(reading, line)]


def _is_picture(reading: Reading, line: str) -> bool:
    if reading.image is None or not ("/" in line and " " not in line):
        return False
    return folded_image(line, reading.address) == reading.image


def _any(_line: str) -> str:
    return "image"


def _image_delivery(_old: str, _new: str) -> str:
    return "image delivery"


def _kind(line: str) -> str:
    return furniture_kind(line) or PAGE_FURNITURE


def _paired(
    old: Iterable[str],
    new: Iterable[str],
    *,
    key: Callable[[str], str | None],
    reason: Callable[[str, str], str],
) -> Iterator[NoiseDifference]:
    """Texts of equal key, first with first, where they differ: linear in what is given."""
    waiting: dict[str | None, deque[str]] = defaultdict(deque)
    for text in old:
        waiting[key(text)].append(text)
    for text in new:
        same = waiting[key(text)]
        before = same.popleft() if same else text
        if before != text:
            yield NoiseDifference(reason(before, text), before, text)


def _unpaired(old: list[str], new: list[str]) -> Iterator[NoiseDifference]:
    """Furniture that one side has more of."""
    for line in _surplus(old, new):
        yield NoiseDifference(_kind(line), line, None)
    for line in _surplus(new, old):
        yield NoiseDifference(_kind(line), None, line)


def _surplus(mine: list[str], theirs: list[str]) -> Iterator[str]:
    matched: dict[str, int] = defaultdict(int)
    for line in theirs:
        matched[_kind(line)] += 1
    for line in mine:
        if matched[_kind(line)]:
            matched[_kind(line)] -= 1
        else:
            yield line


def _typographic(old: str, new: str) -> str:
    """The rules without which the two would differ."""
    needed = [
        rule.reason
        for rule in RULES
        if fold(old, without=rule.reason) != fold(new, without=rule.reason)
    ]
    return ", ".join(needed) or "typography"
