"""How long to wait before the next look: until so many changes are to be expected.

Integrating the hazard of `tracker.cadence.rate` over a pause D from `since` on gives

    expected = rate * ln((since + D + GRACE) / (since + GRACE))

and a look is due when that reaches `due`. In theory the mean delay is least with pauses as the
square root of 1 / hazard; replayed on invented histories at the same number of looks, that spends
them on articles where nothing happens, and its median delay is five times as long.
"""

import math
from datetime import timedelta

from tracker.cadence.rate import GRACE

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=30)

DUE = 0.03
"""Expected changes that make a look due where no budget binds: about 100 looks in 30 days."""


def pause(rate: float, since: timedelta, due: float = DUE) -> timedelta:
    """How long to wait, `since` the last change or publication, between SHORTEST and LONGEST.

    Never longer than the article has been quiet, however little is expected of it. `rate` is in
    changes per e-fold.
    """
    if rate <= 0:
        return LONGEST
    start = max(since, timedelta()) + GRACE
    growth = min(due / rate, math.log(2))
    return min(max(start * math.expm1(growth), SHORTEST), LONGEST)
