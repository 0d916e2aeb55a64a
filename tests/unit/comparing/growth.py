"""Measures how time grows, steadily enough for a bound."""

import gc
import time
from collections.abc import Callable


def growth(work: Callable[[int], Callable[[], object]], size: int, times: int) -> float:
    """How many times longer `times` the size takes; `work(size)` gives what is to be timed.

    Processor time, the collector off, the best of three: other programs do not count.
    """
    small, large = work(size), work(size * times)
    small()  # word lists and caches are loaded once
    return _best(large) / max(_best(small), 0.0005)


def _best(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        return min(_seconds(work) for _ in range(3))
    finally:
        gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
