"""What the daemon has done since it began, counted for whoever watches it."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock


class Counts:
    """Counters that threads share."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._looks: Counter[str] = Counter()
        self._deliveries: Counter[str] = Counter()
        self._versions = 0
        self._digests = 0

    def looked(self, outcome: str, *, is_version: bool) -> None:
        """A look came to `outcome`; whether it made a version."""
        with self._lock:
            self._looks[outcome] += 1
            self._versions += is_version

    def delivered(self, outcome: str) -> None:
        """An attempt at a delivery came to `outcome`."""
        with self._lock:
            self._deliveries[outcome] += 1

    def published(self) -> None:
        """A digest was published."""
        with self._lock:
            self._digests += 1

    @property
    def looks(self) -> Mapping[str, int]:
        """Looks by outcome."""
        with self._lock:
            return dict(self._looks)

    @property
    def deliveries(self) -> Mapping[str, int]:
        """Attempts by outcome."""
        with self._lock:
            return dict(self._deliveries)

    @property
    def versions(self) -> int:
        return self._versions

    @property
    def digests(self) -> int:
        return self._digests
