"""The records of a WARC file (ISO 28500), one after another, whatever lies between them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tracker.capture.imports.unpacking import DamagedError, Position, Unpacked

_MOST_LINES = 1_000
_LONGEST_NUMBER = 18  # digits


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of itself; names in lower case, of twins the first."""

    fields: Mapping[str, str]
    length: int

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "").lower()

    @property
    def address(self) -> str:
        return self._address("warc-target-uri")

    @property
    def refers_to_address(self) -> str:
        """Of which address a revisit saw the same before, empty where it does not say."""
        return self._address("warc-refers-to-target-uri")

    def _address(self, name: str) -> str:
        # Some writers put it between < and >, as WARC 1.0 has it in its grammar.
        return self.fields.get(name, "").removeprefix("<").removesuffix(">")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that begins at `start`; `block` is None where it was not asked for."""

    head: Head
    start: Position
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that cannot be read, and why."""

    start: Position
    reason: str


def read_records(stream: Unpacked, wanted: Callable[[Head], bool]) -> Iterator[Record | Damage]:
    """The records from where `stream` stands, with the blocks of those that are `wanted`.

    Damage is told, and reading goes on at the next record that can be found behind it.
    """
    while True:
        start: Position | None = None
        found: Record | Damage
        try:
            if not stream.begin():
                return
            start = stream.position
            found = _record(stream, start, wanted)
        except DamagedError as error:
            start = start or stream.position
            found = Damage(start, str(error))
            stream.recover(start)
        yield found


def _record(stream: Unpacked, start: Position, wanted: Callable[[Head], bool]) -> Record:
    head = _head(stream)
    block = stream.read(head.length) if wanted(head) else None
    came = stream.skip(head.length) if block is None else len(block)
    if came < head.length:
        raise DamagedError(f"it is cut off after {came:,} of {head.length:,} bytes")
    if stream.readline(2).strip(b"\r\n"):
        raise DamagedError("it is not as long as it says")
    return Record(head, start, block)


def _head(stream: Unpacked) -> Head:
    first = stream.readline()
    if not first.startswith(b"WARC/"):
        raise DamagedError("no record begins here")
    fields: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = stream.readline()
        if not line.endswith(b"\n"):
            raise DamagedError("its head is cut off, or holds a line without end")
        if not line.strip():
            return _told(fields)
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    raise DamagedError(f"its head has more than {_MOST_LINES:,} lines")


def _told(fields: Mapping[str, str]) -> Head:
    if not fields.get("warc-type"):
        raise DamagedError("it does not say what it is")
    said = fields.get("content-length", "")
    if not (said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER):
        raise DamagedError("it does not say how long it is")
    return Head(fields, int(said))
