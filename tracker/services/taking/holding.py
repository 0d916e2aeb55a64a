"""Captures that do not look like their article: held, and believed or dismissed by later looks.

The rule. A page with signs against it (`tracker.reading.suspicion`) is archived as SUSPECTED and
told in the log; nothing is derived of it. Signs are found against the look observed before it, held
ones left out, and later looks decide:

- One that shows substantially the same page, `believing.CONFIRM_AFTER` after it or later and
  without a hard sign, has it believed: it is settled as any look, at its own time.
- One that carries on from the article as it was before has it dismissed.
- A page with a hard sign (a wall, an error, damage) is never believed, whatever comes after it; the
  next good look dismisses it.

Late looks are judged by the same rule, for what came after them may be known already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.article.reading import Reading
from tracker.capture.archive import APART, Kept, Outcome
from tracker.errors import InputError
from tracker.projections.lookup import article_at, words_seen
from tracker.projections.passages import share_held
from tracker.reading.noise.substance import substance
from tracker.reading.suspicion.model import Page, Sign, is_absent, kinds_of
from tracker.reading.suspicion.signs import is_plain, signs
from tracker.services.context import Context
from tracker.services.keeping.rereading import correct
from tracker.services.taking.believing import (
    Later,
    decide,
    dismiss,
    page_as_sent,
    page_of,
    suspected,
)
from tracker.services.taking.healing import expected_of, is_healed, note_reading
from tracker.services.taking.look import Look
from tracker.services.taking.settling import folded, read_kept, read_look
from tracker.services.taking.tracking import Taken, as_kept, take


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a look: it was `taken`, or it was held for `reasons`.

    `article` is None where a first look was held: nothing is recorded of it. `believed` are looks
    held before that count now, `absent_since` is since when an article seems to be taken down.
    """

    article: str | None
    taken: Taken | None = None
    reasons: tuple[str, ...] = ()
    believed: tuple[Kept, ...] = ()
    absent_since: datetime | None = None


def take_or_hold(
    context: Context,
    look: Look,
    refine: Callable[[Reading], Reading] | None = None,
    prepare: Callable[[], None] | None = None,
) -> Verdict:
    """Take in a look, or hold it where it does not look like its article.

    `refine` makes a better reading of one, by what is known of the page; `prepare` is called before
    a look at a known article is taken in, and not where it is held. Raises InputError where its
    bytes cannot be read, and no article is known that they should show.
    """
    context.projector.catch_up()
    reading, unread = _read(context, look)
    if reading and refine:
        reading = refine(reading)
    page = page_as_sent(look.address, look.final_address, look.body, look.media_type)
    article = look.article or _article(context, look.address)
    kept = as_kept(look, reading, article or "")
    if article and _is_known(context, kept):
        return _Case(context, article, look, kept, page, reading, unread, prepare).judge()
    if found := signs(page, reading):
        return Verdict(None, reasons=tuple(sign.reason for sign in found))
    if unread:
        raise unread
    return Verdict((taken := _accept(context, look, reading)).article, taken)


def still_there(context: Context, address: str, observed_at: datetime) -> None:
    """A look found the article as it was last taken in: dismiss what is held from before it."""
    article = _article(context, address)
    for held in context.archive.held(article) if article else ():
        if held.observed_at < observed_at:
            dismiss(context, held, observed_at)
    context.projector.catch_up()


@dataclass(slots=True)
class _Case:
    """A look at a known article, to be judged."""

    context: Context
    article: str
    look: Look
    kept: Kept
    page: Page
    reading: Reading | None
    unread: InputError | None
    prepare: Callable[[], None] | None = None
    believed: list[Kept] = field(default_factory=list)

    def judge(self) -> Verdict:
        if known := self.context.archive.find(self.kept.id):
            return self._repeated(known)
        found = self._signs()
        if self.unread and not found:
            raise self.unread
        if not any(sign.is_hard for sign in found):
            found = self._decide_before(found)
        return self._hold(found) if found else self._take()

    def _repeated(self, known: Kept) -> Verdict:
        if known.outcome is Outcome.SUSPECTED:
            # Whoever kept it may have been killed before it was told.
            self.context.store.append(suspected(known))
        held = known.outcome in APART
        return Verdict(self.article, None, known.reasons) if held else self._take()

    def _decide_before(self, found: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Decide on what is held from before; the signs that are left then."""
        assert self.reading  # a page without one bears a hard sign
        seen = Later(self.kept.observed_at, self.reading, is_good=not found)
        while new := decide(self.context, self.article, seen):
            self.believed += new
            found = self._signs()
            seen = replace(seen, is_good=not found)
        return found

    def _signs(self) -> tuple[Sign, ...]:
        if self.reading and _is_plain(self.context, self.kept, self.page, self.reading):
            return ()
        known = self.context.archive.before(self.kept)
        if known is None:
            return signs(self.page, self.reading)
        before = read_kept(self.context, known)
        return signs(self.page, self.reading, before, lambda: page_of(self.context, known))

    def _take(self) -> Verdict:
        assert self.reading
        if self.prepare:
            self.prepare()
        self._correct_before(self.reading)
        taken = _accept(self.context, self.look, self.reading)
        self._decide_all(taken.article)
        return Verdict(taken.article, taken, believed=tuple(self.believed))

    def _correct_before(self, reading: Reading) -> None:
        """Let the version before hold what it was missing, or finding that would be news."""
        if not is_healed(reading):
            return
        versions = folded(self.context, self.article)[0].versions.values()
        earlier = [each for each in versions if each.observed_at < self.kept.observed_at]
        before = max(earlier, key=lambda each: (each.observed_at, each.id), default=None)
        kept = self.context.archive.find(before.id) if before else None
        if before and kept:
            better = read_kept(self.context, kept)
            if substance(better) != before.substance:
                correct(self.context, self.article, before.id, better)

    def _hold(self, found: Sequence[Sign]) -> Verdict:
        reasons = tuple(sign.reason for sign in found)
        is_hard = any(sign.is_hard for sign in found)
        if not (is_hard and self._goes_on(reasons)):
            _suspect(self.context, self.kept, self.look.body, reasons, is_hard=is_hard)
        self._decide_all(self.article)
        held = self.context.archive.held(self.article)
        believed = tuple(self.believed)
        return Verdict(self.article, None, reasons, believed, _absent_since(held))

    def _goes_on(self, reasons: tuple[str, ...]) -> bool:
        """Whether the look before was held for the same; a wall is not archived every time."""
        last = self.context.archive.previous(self.kept)
        is_apart = last is not None and last.outcome in APART
        return is_apart and last is not None and kinds_of(last.reasons) == kinds_of(reasons)

    def _decide_all(self, article: str) -> None:
        while new := decide(self.context, article):
            self.believed += new
        self.context.projector.catch_up()


def _suspect(
    context: Context, kept: Kept, body: bytes, reasons: tuple[str, ...], *, is_hard: bool
) -> None:
    """Keep a look apart, and say so in the log; one that may not be believed has no substance."""
    substance = None if is_hard else kept.substance
    look = replace(kept, outcome=Outcome.SUSPECTED, reasons=reasons, substance=substance)
    context.archive.keep(look, body)
    context.store.append(suspected(look))


def _is_plain(context: Context, look: Kept, page: Page, reading: Reading) -> bool:
    """Whether what is known in the tables tells already that nothing speaks against a look."""
    with context.engine.connect() as connection:
        words = words_seen(connection, look.article, look.observed_at, look.id)
        if words is None:
            return False
        return is_plain(page, reading, words, share_held(connection, reading, look.article))


def _absent_since(held: Sequence[Kept]) -> datetime | None:
    """Since when all that came was signs of an article that was taken down."""
    since = None
    for look in reversed(held):
        if not any(map(is_absent, look.reasons)):
            break
        since = look.observed_at
    return since


def _article(context: Context, address: str) -> str | None:
    with context.engine.connect() as connection:
        return article_at(connection, [address])


def _is_known(context: Context, look: Kept) -> bool:
    """Whether another look has seen the article."""
    return bool(context.archive.before(look) or context.archive.after(look))


def _accept(context: Context, look: Look, reading: Reading | None) -> Taken:
    taken = take(context, look, reading)
    if reading and taken.outcome is Outcome.VERSION:
        note_reading(context, look.address, reading)
    return taken


def _read(context: Context, look: Look) -> tuple[Reading | None, InputError | None]:
    expected = expected_of(context, look.address)
    try:
        return read_look(
            look.body,
            look.address,
            look.media_type,
            look.observed_at,
            dated=look.dated,
            expected=expected,
        ), None
    except InputError as error:
        return None, error
