"""Whether two looks at a page differ in noise alone, by what is known of its regions."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tracker.reading.noise.folding import fold
from tracker.reading.noise.furniture import furniture_kind
from tracker.reading.regions.aligning import Run, runs
from tracker.reading.regions.fingerprint import Fingerprint, Slot
from tracker.reading.regions.places import enclosing, is_fixed, place_of
from tracker.reading.regions.segments import SEAM, Scan
from tracker.reading.regions.wording import Vocabulary, is_edit, plain, promotes, vocabulary

LEARNED = "changes on its own"
"""The reason given for what stands in a region that changes with nearly every look."""

Known = Callable[[], Collection[str]]
"""Gives the places (`Place.keys`) that are known to change on their own at this outlet."""

_LONGEST_LIST = 60  # segments
_FEWEST = 2  # comparisons in which a region must have changed
_NEARLY_ALL = 0.6  # of its comparisons
_SETTLED = 4  # comparisons after which more of the same tell nothing new


@dataclass(frozen=True, slots=True)
class Verdict:
    """What sets a look apart from the one before it.

    `only_noise` says that it asserts nothing else, and `reasons` what kinds of noise there are.
    `slots` are those of the new page, `learned` the segments whose place was found by this very
    look to change on its own; `outdated` says that the old page was not yet read that way.
    `teaches` is False where nothing would be gained by remembering this look instead of the old.
    """

    only_noise: bool
    reasons: tuple[str, ...]
    slots: Sequence[Slot]
    learned: tuple[int, ...] = ()
    outdated: bool = False
    teaches: bool = False


def judge(old: Fingerprint, page: Scan, known: Known) -> Verdict:
    """Compare a look at a page with what is remembered of it."""
    if old.segments == page.segments:
        return Verdict(only_noise=True, reasons=(), slots=old.slots)
    return _Comparison(old, page, known).verdict()


@dataclass(slots=True)
class _Comparison:
    """One comparison under way; what it finds is gathered in its fields."""

    old: Fingerprint
    page: Scan
    known: Known
    slots: list[Slot] = field(default_factory=list)
    reasons: dict[str, None] = field(default_factory=dict)
    learned: list[int] = field(default_factory=list)
    outdated: bool = False
    is_real: bool = False
    homeless: list[int] = field(default_factory=list)
    newcomers: list[int] = field(default_factory=list)
    words: "_Words | None" = None

    def verdict(self) -> Verdict:
        slots = self.old.slots
        differing = list(
            runs(self.old.segments, self.page.segments, is_anchor=lambda n: not slots[n].changed)
        )
        self.slots = list(_carried(slots, differing))
        self.words = _Words(self.page, self.slots, differing)
        for run in self._without_lists(differing):
            self._judge(run)
        self._guess()
        reasons, learned = tuple(self.reasons), tuple(self.learned)
        teaches = any(
            0 < self.slots[number].changed <= _SETTLED for run in differing for number in run.new
        )
        return Verdict(not self.is_real, reasons, self.slots, learned, self.outdated, teaches)

    def _without_lists(self, differing: Sequence[Run]) -> Iterator[Run]:
        """The runs that remain when containers outside the article were judged as a whole."""
        done = range(0)
        for run in differing:
            if run.new and run.new[-1] < done.stop:
                continue
            around = self._outside(run)
            if around is None:
                yield run
                continue
            within = [
                each
                for each in differing
                if around.start <= each.new.start and each.new.stop <= around.stop
            ]
            self._turned_over(within, around)
            done = around

    def _outside(self, run: Run) -> range | None:
        """The container in which a run lies, if nothing in it was read as part of the article."""
        number = run.new.start if run.new else run.new.start - 1
        if number < self.page.declared or is_fixed(self.page, number):
            return None
        around = enclosing(self.page, number)
        if len(around) > _LONGEST_LIST or run.new.stop > around.stop:
            return None
        inside = any(self.slots[each].inside for each in around)
        inside = inside or any(self.old.slots[each].inside for each in run.old)
        return None if inside else around

    def _turned_over(self, within: Sequence[Run], around: range) -> None:
        """Judge the runs in a container outside the article: items may come, go and change place.

        Words tell nothing here. Such a container is of no interest as long as it changes with
        nearly every look; when it does not, the page is read again.
        """
        begin = within[0].old.start - (within[0].new.start - around.start)
        end = within[-1].old.stop + (around.stop - within[-1].new.stop)
        here = range(begin, end)
        for number, slot in zip(around, self._turned(here, around), strict=True):
            self.slots[number] = slot
        kinds = self._kinds(here, around)
        if all(kinds):
            self.reasons.update(dict.fromkeys(filter(None, kinds)))
        elif here and self._is_restless_list(around):
            self.reasons[LEARNED] = None
        else:
            self.is_real = True

    def _turned(self, here: range, around: range) -> list[Slot]:
        """The slots of a container, by rank; where half of it is another, all of it changed."""
        old, new = self.old.segments, self.page.segments
        places = [here[min(rank, len(here) - 1)] if here else None for rank in range(len(around))]
        same = [
            before is not None and old[before] == new[after]
            for before, after in zip(places, around, strict=True)
        ]
        half = 2 * sum(same) <= len(same)
        return [
            Slot()
            if before is None
            else (_stayed if stays and not half else _once_more)(self.old.slots[before])
            for before, stays in zip(places, same, strict=True)
        ]

    def _kinds(self, here: range, around: range) -> list[str | None]:
        """What kinds of furniture the segments are that one side alone has."""
        old = {self.old.segments[number] for number in here}
        new = {self.page.segments[number] for number in around}
        return [furniture_kind(plain(text)) for text in old ^ new] or [None]

    def _is_restless_list(self, around: range) -> bool:
        slots = [self.slots[number] for number in around if self.slots[number].changed]
        restless = sum(map(_is_restless, slots))
        return bool(slots) and restless >= _NEARLY_ALL * len(slots)

    def _judge(self, run: Run) -> None:
        old, new = self.old.segments, self.page.segments
        gone = [number for number in run.old if not self._is_furniture(old[number])]
        come = [number for number in run.new if not self._is_furniture(new[number])]
        if len(gone) != len(come):
            gone, come = self._likely(gone, come)
        for before, after in zip(gone, come, strict=True):
            self.slots[after] = self._judged(before, after)

    def _likely(self, gone: list[int], come: list[int]) -> tuple[list[int], list[int]]:
        """Let what is none of the article find its successor among more or fewer segments.

        What is left over is real, unless it is of that kind and went.
        """
        foreign = [number for number in gone if self._is_foreign(self.old.segments[number])]
        likely = [number for number in come if self._is_foreign(self.page.segments[number])]
        if len(likely) > len(foreign):
            self.homeless += foreign
            self.newcomers += likely
            foreign, likely = [], []
        paired = foreign[: len(likely)]
        self.homeless += foreign[len(likely) :]
        lost = [number for number in gone if number not in paired]
        if len(come) > len(likely) or not all(map(self._may_go, lost)):
            self.is_real = True
        return paired, likely

    def _guess(self) -> None:
        """Let the least likely parts of the article take over what is known of those that went.

        It is a guess, so what stands there now is read as the article's all the same.
        """
        least = sorted(self.newcomers, key=self._share)[: len(self.homeless)]
        for before, after in zip(self.homeless, sorted(least), strict=False):
            self.slots[after] = _once_more(self.old.slots[before])._replace(aside=False)

    def _share(self, number: int) -> float:
        assert self.words is not None
        return self.words.vocabulary.share(plain(self.page.segments[number]))

    def _may_go(self, number: int) -> bool:
        if self.old.slots[number].aside and self._is_foreign(self.old.segments[number]):
            self.reasons[LEARNED] = None
            return True
        return False

    def _is_furniture(self, segment: str) -> bool:
        kind = furniture_kind(plain(segment))
        if kind:
            self.reasons[kind] = None
        return kind is not None

    def _is_foreign(self, segment: str) -> bool:
        assert self.words is not None
        return not self.words.vocabulary.is_of_article(plain(segment))

    def _judged(self, before: int, after: int) -> Slot:
        """The slot in which segment `before` gave way to segment `after`."""
        old, new = self.old.segments[before], self.page.segments[after]
        slot = self.old.slots[before]
        if old == new:
            return _stayed(slot)
        if reason := _typographic(old, new) or _in_pieces(old, new):
            self.reasons[reason] = None
            return _stayed(slot)
        if is_fixed(self.page, after):
            self.is_real = True
            return Slot()
        return self._replaced(slot, after, plain(old), plain(new))

    def _replaced(self, slot: Slot, after: int, old: str, new: str) -> Slot:
        """A text that other words took the place of: an editor's doing, or the region's own."""
        both_promote = promotes(old) and promotes(new)
        turned = _once_more(slot)
        known = slot.aside or self._is_learned(turned, after)
        if is_edit(old, new) and not (both_promote and known):
            # A price may be news: words that sell are noise only where they are known to turn over.
            self.is_real = True
            return (turned if both_promote else _stayed(slot))._replace(aside=False)
        slot = turned
        is_foreign = self._is_foreign(new) and self._is_foreign(old)
        if not is_foreign or not (slot.aside or both_promote or self._is_learned(slot, after)):
            self.is_real = True
            return slot._replace(aside=False)
        self.reasons[LEARNED] = None
        if not slot.aside:
            self.learned.append(after)
            self.outdated = True
        return slot._replace(aside=True)

    def _is_learned(self, slot: Slot, after: int) -> bool:
        if _is_restless(slot):
            return True
        known = self.known()
        return bool(known) and any(key in known for key in place_of(self.page, after).keys)


@dataclass
class _Words:
    """What the article is about, by its segments that stayed; looked at only where needed."""

    page: Scan
    slots: Sequence[Slot]
    differing: Sequence[Run]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        changed = {number for run in self.differing for number in run.new}
        return vocabulary(
            text
            for number, text in enumerate(self.page.segments)
            if number not in changed and (number < self.page.declared or self.slots[number].inside)
        )


def _carried(slots: Sequence[Slot], differing: Sequence[Run]) -> Iterator[Slot]:
    """The slots of the new page: those of segments that stayed, and new ones."""
    at = 0
    for run in differing:
        yield from _all_stayed(slots[at : run.old.start])
        yield from [Slot()] * len(run.new)
        at = run.old.stop
    yield from _all_stayed(slots[at:])


def _all_stayed(slots: Sequence[Slot]) -> list[Slot]:
    return [_stayed(slot) if slot[0] else slot for slot in slots]


def _stayed(slot: Slot) -> Slot:
    return slot._replace(compared=slot.compared + 1) if slot.changed else slot


def _once_more(slot: Slot) -> Slot:
    return slot._replace(changed=slot.changed + 1, compared=slot.compared + 1)


def _is_restless(slot: Slot) -> bool:
    return slot.changed >= _FEWEST and slot.changed >= _NEARLY_ALL * slot.compared


def _typographic(old: str, new: str) -> str | None:
    return "typography" if fold(plain(old)) == fold(plain(new)) else None


def _in_pieces(old: str, new: str) -> str | None:
    """The kind of furniture that alone differs, where inline tags set it apart."""
    before, after = old.split(SEAM), new.split(SEAM)
    if len(before) != len(after) or len(before) == 1:
        return None
    kinds = {
        (furniture_kind(plain(one)), furniture_kind(plain(other)))
        for one, other in zip(before, after, strict=True)
        if one != other
    }
    first, second = next(iter(kinds))
    return first if len(kinds) == 1 and first == second else None
