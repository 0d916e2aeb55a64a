"""How often an article changes: a posterior that its own history, outlet and signs feed.

News is edited in bursts: most changes follow hard on publication or on another change, and their
number per *e-fold* of time (from one hour to 2.7 hours after, from one day to 2.7 days after) stays
about the same. So changes are taken as a renewal process whose hazard falls off as

    hazard(s) = rate / (s + GRACE)        s = time since the last change, or since publication

with one `rate` per article, in changes per e-fold. It has a Gamma posterior, since `exposure`, the
e-folds watched, is to this process what time is to a Poisson process (Gelman et al., Bayesian Data
Analysis, 2.6): shape + changes over scale + exposure.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

GRACE = timedelta(minutes=20)
"""About how long an article is at its liveliest; from there on the hazard falls."""

SHAPE = 0.7
"""Changes of which a new outlet's first article is credited; see `EXPOSURE`."""

EXPOSURE = 2.0
"""E-folds in which it is credited with them: together about one change in the first four hours."""

TRUST = 6.0
"""E-folds of its outlet's past that an article's own past has to outweigh."""


@dataclass(frozen=True, slots=True)
class Past:
    """What looks have seen: `changes` in so many e-folds of `exposure`, summed over articles."""

    changes: float = 0.0
    exposure: float = 0.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page or feed tells of its plans.

    `developing`: it says so itself ("developing story", "live updates", "more to follow").
    `declared`: its own modified time moved though nothing that we keep has changed.
    """

    developing: bool = False
    declared: bool = False


DEVELOPING = 3.0
"""By how much a page that calls itself developing is livelier than others of its past."""

DECLARED = 1.5
"""By how much one is that somebody is at work on."""


def rate(own: Past, outlet: Past, signs: Signs = Signs()) -> float:
    """Changes per e-fold to expect of an article: the mean of its posterior, times its signs."""
    typical = (SHAPE + outlet.changes) / (EXPOSURE + outlet.exposure)
    mean = (TRUST * typical + own.changes) / (TRUST + own.exposure)
    return mean * (DEVELOPING if signs.developing else 1) * (DECLARED if signs.declared else 1)


def exposure(since: timedelta, until: timedelta) -> float:
    """E-folds from one time after the last change to another; 0 where they are no stretch."""
    if until <= since:
        return 0.0
    start = max(since, timedelta())
    return math.log((until + GRACE) / (start + GRACE))
