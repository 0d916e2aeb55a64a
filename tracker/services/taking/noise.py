"""The looks that differed from their version in noise only, and how."""

from dataclasses import replace

from tracker.capture.archive import Kept
from tracker.reading.noise.substance import PAGE_FURNITURE, NoiseDifference, noise_between
from tracker.reading.regions.judging import LEARNED
from tracker.services.context import Context
from tracker.services.taking.settling import read_kept


def noise_looks(context: Context, article: str) -> list[tuple[Kept, tuple[NoiseDifference, ...]]]:
    """Each such look at `article`, as observed, with what set it apart from the look before it."""
    found = []
    for look in context.archive.noise(article):
        earlier = context.archive.before(look)
        if earlier:
            differences = noise_between(read_kept(context, earlier), read_kept(context, look))
            found.append((look, tuple(_named(look, difference) for difference in differences)))
    return found


def _named(look: Kept, difference: NoiseDifference) -> NoiseDifference:
    """The difference with the reason for which the look was settled, if that tells more."""
    is_learned = LEARNED in look.reasons and difference.reason == PAGE_FURNITURE
    return replace(difference, reason=LEARNED) if is_learned else difference
