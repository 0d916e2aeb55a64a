"""What the benchmarks share: figures with their bounds, and ratios out of interleaved rounds.

Figures of two programs are comparable only if both ran on the same machine in the same minutes. So
every round runs each contender once, in turn, and a ratio is the median over the rounds.
"""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Options:
    """`quick` asks for a tenth of the work: good for a look, not for a claim."""

    quick: bool = False

    def scaled(self, count: int) -> int:
        """`count`, or a tenth of it when quick, at least 3."""
        return max(3, count // 10) if self.quick else count


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, and the bounds it is held to, if any."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ok(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def __str__(self) -> str:
        bound = ""
        if self.at_least is not None:
            bound = f"  (at least {self.at_least:g})"
        if self.at_most is not None:
            bound = f"  (at most {self.at_most:g})"
        mark = "" if self.ok else "  MISSED"
        return f"  {self.name:<58} {_readable(self.value):>9} {self.unit}{bound}{mark}"


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, without the collector's pauses."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


class Rounds:
    """Seconds of each contender in each round."""

    def __init__(self, contenders: Mapping[str, Callable[[], object]], rounds: int) -> None:
        self._seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for turn in range(rounds):
            # Whoever goes first meets a colder cache, so the order turns around every round.
            for name in list(contenders)[:: 1 if turn % 2 else -1]:
                self._seconds[name].append(seconds(contenders[name]))

    def typical(self, name: str) -> float:
        """Median seconds of one contender."""
        return median(self._seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times the seconds of `other` those of `name` are; median over the rounds."""
        pairs = zip(self._seconds[name], self._seconds[other], strict=True)
        return median(mine / theirs for mine, theirs in pairs)


Benchmark = Callable[[Options], Iterator[Figure]]
"""What a module in this folder offers as `run`."""


def _readable(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
