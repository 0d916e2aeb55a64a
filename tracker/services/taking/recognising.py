"""Recognising a page without reading it: nothing is new where all that differs is known noise.

What changes with nearly every look is learned from the looks at an article and shared between the
articles of its outlet. Where a page has to be read, what is known to be noise is set aside in its
reading; versions recorded while it was not yet known are corrected first, so that no change is told
that there was none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.article.identity import canonical_address, outlet_of
from tracker.article.reading import Reading
from tracker.capture.archive import Outcome
from tracker.projections.lookup import article_at
from tracker.reading.decode import decode
from tracker.reading.developing import is_developing
from tracker.reading.noise.substance import substance
from tracker.reading.regions.fingerprint import Fingerprint, Slot
from tracker.reading.regions.judging import Verdict, judge
from tracker.reading.regions.places import place_of
from tracker.reading.regions.remembering import first_slots, with_reading
from tracker.reading.regions.segments import Scan, scan
from tracker.reading.regions.setting_aside import asides_of, set_aside, texts_aside
from tracker.reading.sniff import Form, form_of
from tracker.services.context import Context
from tracker.services.keeping.rereading import correct
from tracker.services.taking.look import Look
from tracker.services.taking.remembered import (
    Remembered,
    known_places,
    learn_places,
    remember,
    remembered,
)
from tracker.services.taking.settling import folded
from tracker.services.taking.tracking import Taken, as_kept

MOST_CORRECTED = 10
"""Versions of an article, the newest, that are corrected when noise in them is found out."""


@dataclass(slots=True)
class Recognition:
    """What the segments of a look tell. `taken` is None where the page has to be read.

    `refine` is to be given the reading then, `correct` called before it is believed, and `settle`
    given what came of it.
    """

    context: Context
    look: Look
    taken: Taken | None = None
    page: Scan | None = None
    before: Remembered | None = None
    verdict: Verdict | None = None
    _slots: Sequence[Slot] = ()
    _developing: bool = False

    def refine(self, reading: Reading) -> Reading:
        """The reading, without what is known to be no part of the article."""
        if self.page is None:
            return reading
        if self.verdict:
            self._slots = with_reading(self.page, self.verdict.slots, reading)
        else:
            known = known_places(self.context, _outlet(self.look))
            self._slots = first_slots(self.page, reading, known)
        self._developing = is_developing(reading)
        return set_aside(reading, texts_aside(self.page.segments, self._slots))

    def correct(self) -> None:
        """Let the article's versions hold no longer what this look found out to be none of it."""
        if self.page and self.before and self.verdict and self.verdict.outdated:
            shown = Fingerprint(self.page.segments, self.verdict.slots)
            _correct_versions(self.context, self.before.article, shown)

    def settle(self, taken: Taken) -> None:
        """Remember the page as it was read."""
        if self.page is None or not self._slots:
            return
        shown = Fingerprint(self.page.segments, self._slots, self._developing)
        capture = as_kept(self.look, None, taken.article).id
        remember(self.context, canonical_address(self.look.address), capture, shown)
        self.learn()

    def learn(self) -> None:
        """Let the outlet's other pages know of the places that were found out."""
        if self.page and self.before and self.verdict and self.verdict.learned:
            places = (place_of(self.page, number) for number in self.verdict.learned)
            keys = [key for place in places for key in place.keys]
            learn_places(self.context, _outlet(self.look), keys)


def recognise(context: Context, look: Look, *, may_take: bool = True) -> Recognition:
    """Take in a look without reading it, if it shows nothing that was not there before.

    Where it may not be taken, because others are held that it may decide on, it is to be read.
    """
    page = _scanned(look)
    if page is None:
        return Recognition(context, look)
    before = remembered(context, canonical_address(look.address))
    if before is None:
        return Recognition(context, look, page=page)
    verdict = judge(before.fingerprint, page, lambda: known_places(context, _outlet(look)))
    found = Recognition(context, look, page=page, before=before, verdict=verdict)
    if verdict.only_noise and may_take:
        found.taken = _take(context, look, page, verdict, before)
        if found.taken:
            found.learn()
            found.correct()
    return found


def _scanned(look: Look) -> Scan | None:
    """The segments of a look; None for what is no page."""
    text = decode(look.body, media_type=look.media_type)
    return scan(text) if form_of(text, look.media_type) is Form.HTML else None


def _outlet(look: Look) -> str:
    return look.outlet or outlet_of(canonical_address(look.address)) or ""


def _take(
    context: Context, look: Look, page: Scan, verdict: Verdict, before: Remembered
) -> Taken | None:
    """Archive a look that saw nothing new; None where others have seen something else since."""
    seen = as_kept(look, None, before.article)
    if before.seen_until is None or seen.observed_at < before.seen_until:
        return None
    if look.moved and not _leads_to(context, look.moved[-1], before.article):
        return None
    outcome = Outcome.NOISE if verdict.reasons else Outcome.UNCHANGED
    kept = replace(seen, substance=before.substance, outcome=outcome, reasons=verdict.reasons)
    context.archive.keep(kept, look.body)
    if verdict.teaches:
        shown = Fingerprint(page.segments, verdict.slots, before.fingerprint.developing)
        remember(context, kept.address, kept.id, shown)
    developing = before.fingerprint.developing
    return Taken(
        kept.article, outcome, verdict.reasons, False, before.version, developing=developing
    )


def _leads_to(context: Context, address: str, article: str) -> bool:
    with context.engine.connect() as connection:
        return article_at(connection, [canonical_address(address)]) == article


def _correct_versions(context: Context, article: str, shown: Fingerprint) -> None:
    """Let an article's versions hold no longer what was found out to be none of it."""
    versions = folded(context, article)[0].versions.values()
    ordered = sorted(versions, key=lambda version: (version.observed_at, version.id))
    for version in ordered[-MOST_CORRECTED:]:
        kept = context.archive.find(version.id)
        if kept is None or kept.raw is None:
            continue
        page = scan(decode(context.archive.raw(kept.raw), media_type=kept.media_type))
        better = set_aside(version.reading, asides_of(page, shown))
        if substance(better) != version.substance:
            correct(context, article, version.id, better)
