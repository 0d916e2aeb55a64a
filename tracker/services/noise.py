"""The looks that differed from their version in noise only, and how."""

from tracker.capture.archive import Kept
from tracker.reading.noise.substance import NoiseDifference, noise_between
from tracker.services.context import Context
from tracker.services.settling import read_kept


def noise_looks(context: Context, article: str) -> list[tuple[Kept, tuple[NoiseDifference, ...]]]:
    """Each such look at `article`, as observed, with what set it apart from the look before it."""
    found = []
    for look in context.archive.noise(article):
        earlier = context.archive.before(look)
        if earlier:
            differences = noise_between(read_kept(context, earlier), read_kept(context, look))
            found.append((look, differences))
    return found
