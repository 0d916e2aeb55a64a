"""The addresses that a source names, made whole, canonical and few."""

from datetime import UTC, datetime
from urllib.parse import urljoin

from tracker.article.identity import canonical_address, outlet_of
from tracker.discovery.model import LONGEST_ADDRESS, Entry
from tracker.errors import InputError


def absolute(named: str | None, base: str) -> str | None:
    """The canonical address that `base` means by what it names; None where none can be watched.

    Other schemes than http and https (javascript:, mailto:) name nothing that can be watched.
    """
    if not named or len(named) > LONGEST_ADDRESS:
        return None
    try:
        address = canonical_address(urljoin(base, named.strip()))
    except (InputError, ValueError):
        return None
    fits = address.startswith("http") and len(address) <= LONGEST_ADDRESS
    return address if fits else None


def of_article(named: str | None, base: str) -> str | None:
    """As `absolute`; no home page is an article."""
    address = absolute(named, base)
    return address if address and address.split("/", 3)[3] else None


def zoned(moment: datetime | None) -> datetime | None:
    """The moment in UTC; one without a zone is taken as UTC."""
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def read_moment(text: str | None) -> datetime | None:
    """A moment as ISO 8601 or W3C write it, in UTC; None for anything else."""
    try:
        return zoned(datetime.fromisoformat((text or "").strip()[:40]))
    except ValueError:
        return None


class Outlet:
    """Tells whether an address is at the same outlet as a source."""

    def __init__(self, address: str) -> None:
        self._own = outlet_of(address)
        self._known: dict[str, bool] = {}

    def has(self, address: str) -> bool:
        host = address.split("/", 3)[2]
        if host not in self._known:
            self._known[host] = outlet_of(address) == self._own
        return self._known[host]


class Gathered:
    """Entries as they are found: each address once, up to a number; all are counted."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._found: dict[str, Entry] = {}
        self.total = 0
        self.unusable = 0

    def add(self, entry: Entry | None) -> None:
        """Take in an entry; None is one without a usable address."""
        self.total += 1
        if entry is None:
            self.unusable += 1
        elif not self.is_full:
            self._found.setdefault(entry.address, entry)

    @property
    def is_full(self) -> bool:
        return len(self._found) >= self._at_most

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._found.values())

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said of what was left out."""
        said = []
        if not self.total:
            said.append("it lists nothing")
        if self.unusable:
            said.append(f"{self.unusable:,} of {self.total:,} entries have no usable address")
        if self.total - self.unusable > self._at_most:
            said.append(f"it lists {self.total:,} entries, of which {self._at_most:,} are taken")
        return tuple(said)
