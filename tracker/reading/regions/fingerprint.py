"""What is remembered of a page between two looks: its segments, and how each has behaved."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_HEAD = struct.Struct("<BBI")
_FORM = 1
_MOST = 255
_APART = "<"  # no segment holds it


class Slot(NamedTuple):
    """How a segment's place behaved: in `changed` of `compared` looks other words stood there.

    `inside` says that the article's reading holds the segment, `aside` that it is known to be none
    of the article all the same.
    """

    changed: int = 0
    compared: int = 0
    inside: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The segments of a page as last seen, and a slot for each.

    `developing` is whether the article announced updates.
    """

    segments: Sequence[str]
    slots: Sequence[Slot]
    developing: bool = False


def pack(remembered: Fingerprint) -> bytes:
    """A fingerprint as bytes."""
    import zstandard

    # Most slots are alike, so each is written, and read, once.
    codes = {slot: _code(slot) for slot in set(remembered.slots)}
    state = b"".join([codes[slot] for slot in remembered.slots])
    head = _HEAD.pack(_FORM, remembered.developing, len(remembered.segments))
    texts = _APART.join(remembered.segments).encode("utf-8", "surrogatepass")
    return zstandard.ZstdCompressor(level=1).compress(head + state + texts)


def _code(slot: Slot) -> bytes:
    marks = slot.inside + 2 * slot.aside
    return bytes((min(slot.changed, _MOST), min(slot.compared, _MOST), marks))


def unpack(packed: bytes) -> Fingerprint | None:
    """The fingerprint out of its bytes; None for one that another version of the code made."""
    import zstandard

    whole = zstandard.ZstdDecompressor().decompress(packed)
    form, developing, count = _HEAD.unpack_from(whole)
    if form != _FORM:
        return None
    end = _HEAD.size + 3 * count
    state = [whole[at : at + 3] for at in range(_HEAD.size, end, 3)]
    made = {
        each: Slot(each[0], each[1], bool(each[2] & 1), bool(each[2] & 2)) for each in set(state)
    }
    texts = whole[end:].decode("utf-8", "surrogatepass")
    segments = texts.split(_APART) if count else []
    return Fingerprint(segments, [made[each] for each in state], bool(developing))
