"""The hashes that tie each commit to all before it.

A commit's hash covers the hash before it, its header, and of each event the type, the schema
version and a salted digest of the data. So data can give way to its digest without breaking the
chain, and the salt keeps a short text from being guessed out of what is left.
"""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from tracker.eventstore.canonical import encode

SALT_BYTES = 16
"""128 bits: no table of digests of likely texts can be made in advance."""

Sealed = tuple[str, int, str]
"""An event as the chain sees it: type, schema version, digest in hex."""


def genesis(log_id: UUID) -> bytes:
    """The hash before the first commit; it makes two logs with the same commits differ."""
    return sha256(log_id.bytes).digest()


def digest(salt: bytes, data: str) -> str:
    """What stands for an event's data in the chain, in hex."""
    return sha256(salt + data.encode("ascii")).hexdigest()


def commit_hash(
    previous: bytes,
    number: int,
    commit_id: UUID,
    stream: str,
    recorded_us: int,
    first_position: int,
    version: int,
    events: Sequence[Sealed],
) -> bytes:
    """Hash of a commit; positions and versions of its events follow from its header."""
    header = [previous.hex(), number, commit_id.hex, stream, recorded_us, first_position, version]
    return sha256(encode([header, events]).encode("ascii")).digest()
