"""What is remembered of a page between two looks: its segments, and how each has behaved."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = struct.Struct("<BBI")
_FORM = 1
_MOST = 255


@dataclass(frozen=True, slots=True)
class Slot:
    """How a segment's place behaved: in `changed` of `compared` looks other words stood there.

    `aside` says that it holds no part of the article.
    """

    changed: int = 0
    compared: int = 0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The segments of a page as last seen, and a slot for each.

    `developing` is whether the article announced updates.
    """

    segments: Sequence[str]
    slots: Sequence[Slot]
    developing: bool = False


def pack(print_: Fingerprint) -> bytes:
    """A fingerprint as bytes."""
    import zstandard

    count = len(print_.segments)
    state = bytes(
        number
        for slot in print_.slots
        for number in (min(slot.changed, _MOST), min(slot.compared, _MOST), slot.aside)
    )
    texts = "\n".join(print_.segments).encode("utf-8", "surrogatepass")
    whole = _HEAD.pack(_FORM, print_.developing, count) + state + texts
    return zstandard.ZstdCompressor(level=1).compress(whole)


def unpack(packed: bytes) -> Fingerprint | None:
    """The fingerprint out of its bytes; None for one that another version of the code made."""
    import zstandard

    whole = zstandard.ZstdDecompressor().decompress(packed)
    form, developing, count = _HEAD.unpack_from(whole)
    if form != _FORM:
        return None
    end = _HEAD.size + 3 * count
    state = whole[_HEAD.size : end]
    texts = whole[end:].decode("utf-8", "surrogatepass")
    # Most slots are alike, so each is made once.
    made = {
        state[at : at + 3]: Slot(state[at], state[at + 1], bool(state[at + 2]))
        for at in range(0, len(state), 3)
    }
    slots = [made[state[at : at + 3]] for at in range(0, len(state), 3)]
    return Fingerprint(texts.split("\n") if count else [], slots, bool(developing))
