"""Captures that do not look like their article: held, and believed or dismissed by later looks.

The rule. A page with signs against it (`tracker.reading.suspicion`) is archived as SUSPECTED and
told in the log; nothing is derived of it. Signs are found against the look observed before it, held
ones left out, and later looks decide:

- One that shows substantially the same page, `CONFIRM_AFTER` or more after it and without a hard
  sign, has it believed: it is settled as any look, at its own time.
- One that carries on from the article as it was before has it dismissed.
- A page with a hard sign (a wall, an error, damage) is never believed, whatever comes after it; the
  next good look dismisses it.

Late looks are judged by the same rule, for what came after them may be known already.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tracker.article.events import CaptureDismissed, CaptureSuspected
from tracker.article.identity import article_stream, commit_id
from tracker.article.reading import Reading
from tracker.capture.archive import Kept, Outcome
from tracker.errors import InputError
from tracker.eventstore.model import ANY
from tracker.projections.lookup import article_at, words_seen
from tracker.projections.passages import share_held
from tracker.reading.decode import decode
from tracker.reading.suspicion.model import Page, Sign, is_absent, kinds_of
from tracker.reading.suspicion.shared import likeness, share_kept
from tracker.reading.suspicion.signs import is_plain, signs
from tracker.services.context import Context
from tracker.services.look import Look
from tracker.services.settling import article_commit, read_kept, read_look, settle
from tracker.services.tracking import Taken, as_kept, take

CONFIRM_AFTER = timedelta(minutes=5)
"""How long after a held look another must show the same.

A server that is put up anew, or several that do not agree yet, are done by then.
"""

ALIKE = 0.6
"""How alike two readings must be to be the same page; it may have been edited since."""

CARRIED = 0.8
"""Share of a held text with which a longer one shows the same page, grown since."""

WITNESSES = 5
"""Held looks of an article that are read again to be decided on, the newest.

So the cost is bounded where a page shows something else every time.
"""

_APART = (Outcome.SUSPECTED, Outcome.DISMISSED)


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


@dataclass(frozen=True, slots=True)
class _Seen:
    """A look that may decide on those held before it; `is_good` has no sign against it."""

    observed_at: datetime
    reading: Reading | None
    is_good: bool


def take_or_hold(
    context: Context, look: Look, refine: Callable[[Reading], Reading] | None = None
) -> Verdict:
    """Take in a look, or hold it where it does not look like its article.

    `refine` makes a better reading of one, by what is known of the page. Raises InputError where
    its bytes cannot be read, and no article is known that they should show.
    """
    context.projector.catch_up()
    reading, unread = _read(look)
    if reading and refine:
        reading = refine(reading)
    page = _page(look.address, look.final_address, look.body, look.media_type)
    article = look.article or _article(context, look.address)
    kept = as_kept(look, reading, article or "")
    if article and _is_known(context, kept):
        return _Case(context, article, look, kept, page, reading).judge()
    if found := signs(page, reading):
        return Verdict(None, reasons=tuple(sign.reason for sign in found))
    if unread:
        raise unread
    taken = take(context, look, reading)
    return Verdict(taken.article, taken)


def still_there(context: Context, address: str, observed_at: datetime) -> None:
    """A look found the article as it was last taken in: dismiss what is held from before it."""
    article = _article(context, address)
    seen = _Seen(observed_at, None, is_good=True)
    for held in context.archive.held(article) if article else ():
        if held.observed_at < observed_at:
            _dismiss(context, held, seen)
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
    believed: list[Kept] = field(default_factory=list)

    def judge(self) -> Verdict:
        if known := self.context.archive.find(self.kept.id):
            return self._repeated(known)
        found = self._signs()
        if not any(sign.is_hard for sign in found):
            found = self._decide_before(found)
        return self._hold(found) if found else self._take()

    def _repeated(self, known: Kept) -> Verdict:
        held = known.outcome in _APART
        return Verdict(self.article, None, known.reasons) if held else self._take()

    def _decide_before(self, found: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Decide on what is held from before; the signs that are left then."""
        seen = _Seen(self.kept.observed_at, self.reading, is_good=not found)
        while new := _decide(self.context, self.article, seen):
            self.believed += new
            found = self._signs()
            seen = replace(seen, is_good=not found)
        return found

    def _signs(self) -> tuple[Sign, ...]:
        if self.reading and _is_plain(self.context, self.kept, self.page, self.reading):
            return ()
        return _signs_beside(self.context, self.kept, self.page, self.reading)

    def _take(self) -> Verdict:
        taken = take(self.context, self.look, self.reading)
        self._decide_all(taken.article)
        return Verdict(taken.article, taken, believed=tuple(self.believed))

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
        is_apart = last is not None and last.outcome in _APART
        return is_apart and last is not None and kinds_of(last.reasons) == kinds_of(reasons)

    def _decide_all(self, article: str) -> None:
        while new := _decide(self.context, article):
            self.believed += new
        self.context.projector.catch_up()


def _decide(context: Context, article: str, seen: _Seen | None = None) -> list[Kept]:
    """Believe or dismiss what is held of an article, as far as later looks tell; what is believed.

    At most one is believed at a time, for that may change what the others are judged by.
    """
    held = context.archive.held(article)
    readings = _readings(context, held)
    for one in held:
        if one.id in readings and not _signs_of(context, one, readings[one.id]):
            return _believe(context, one, readings[one.id])
        for later in _later(context, one, held, readings, seen):
            if one.id in readings and _confirms(context, one, readings[one.id], later):
                return _believe(context, one, readings[one.id])
            if later.is_good:
                _dismiss(context, one, later)
                break
    return []


def _later(
    context: Context,
    one: Kept,
    held: Sequence[Kept],
    readings: Mapping[str, Reading],
    seen: _Seen | None,
) -> list[_Seen]:
    """The looks after `one` that may decide on it, as observed."""
    found = [
        _Seen(other.observed_at, readings[other.id], is_good=False)
        for other in held
        if other.id in readings and _place(other) > _place(one)
    ]
    if good := context.archive.after(one):
        found.append(_Seen(good.observed_at, read_kept(context, good), is_good=True))
    if seen and seen.observed_at > one.observed_at:
        found.append(seen)
    return sorted(found, key=lambda later: later.observed_at)


def _place(look: Kept) -> tuple[datetime, str]:
    return look.observed_at, look.id


def _confirms(context: Context, one: Kept, reading: Reading, later: _Seen) -> bool:
    """Whether a later look shows the page that is held, rather than the article before it."""
    if later.reading is None or later.observed_at - one.observed_at < CONFIRM_AFTER:
        return False
    alike = likeness(reading.text, later.reading.text)
    if alike < ALIKE and share_kept(reading.text, later.reading.text) < CARRIED:
        return False
    known = context.archive.before(one)
    before = read_kept(context, known).text if known else ""
    return alike > likeness(before, later.reading.text)


def _readings(context: Context, held: Sequence[Kept]) -> dict[str, Reading]:
    """The newest held looks that may be believed, read again."""
    soft = [look for look in held if look.substance]
    return {look.id: read_kept(context, look) for look in soft[-WITNESSES:]}


def _suspect(
    context: Context, kept: Kept, body: bytes, reasons: tuple[str, ...], *, is_hard: bool
) -> None:
    """Keep a look apart, and say so in the log; one that may not be believed has no substance."""
    substance = None if is_hard else kept.substance
    look = replace(kept, outcome=Outcome.SUSPECTED, reasons=reasons, substance=substance)
    context.archive.keep(look, body)
    stream = article_stream(look.article)
    event = CaptureSuspected(
        capture=look.id,
        observed_at=look.observed_at,
        address=look.address,
        reasons=reasons,
        raw=look.raw,
    )
    cause = commit_id(stream, "suspected", look.id)
    context.store.append(article_commit(look.article, cause, [event], ANY))


def _dismiss(context: Context, look: Kept, later: _Seen) -> None:
    reason = (
        f"the article was there again at {later.observed_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    )
    cause = commit_id(article_stream(look.article), "dismissed", look.id)
    event = CaptureDismissed(capture=look.id, reason=reason)
    context.store.append(article_commit(look.article, cause, [event], ANY))
    context.archive.settle(look, Outcome.DISMISSED, (*look.reasons, reason))


def _believe(context: Context, look: Kept, reading: Reading) -> list[Kept]:
    """Let a held look count, as seen when it was seen."""
    context.archive.settle(look, Outcome.PENDING)
    settle(context, look.article, {look.id: reading})
    return [look]


def _signs_of(context: Context, look: Kept, reading: Reading) -> tuple[Sign, ...]:
    return _signs_beside(context, look, _page_of(context, look), reading)


def _signs_beside(
    context: Context, look: Kept, page: Page, reading: Reading | None
) -> tuple[Sign, ...]:
    """The signs against a look, beside the good look that was observed before it."""
    earlier = context.archive.before(look)
    if earlier is None:
        return signs(page, reading)
    known = read_kept(context, earlier)
    return signs(page, reading, known, lambda: _page_of(context, earlier))


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


def _read(look: Look) -> tuple[Reading | None, InputError | None]:
    try:
        return read_look(
            look.body, look.address, look.media_type, look.observed_at, dated=look.dated
        ), None
    except InputError as error:
        return None, error


def _page_of(context: Context, look: Kept) -> Page:
    assert look.raw is not None
    body = context.archive.raw(look.raw)
    return _page(look.address, look.final_address, body, look.media_type)


def _page(address: str, final: str | None, body: bytes, media_type: str | None) -> Page:
    return Page(address, final or address, decode(body, media_type=media_type))
