"""The chain: what each hash covers, spelled out so that anyone can compute it again."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from tracker.eventstore.chain import commit_hash, digest, genesis

LOG = UUID(int=7)
COMMIT = UUID(int=9)
PARTS: dict[str, Any] = {
    "previous": b"\x01" * 32,
    "number": 3,
    "commit_id": COMMIT,
    "stream": "article-1",
    "recorded_us": 1_731_844_800_000_000,
    "first_position": 5,
    "version": 2,
    "events": [("block.added", 1, "aa"), ("block.moved", 2, "bb")],
}


def test_a_digest_is_sha256_of_salt_and_data() -> None:
    assert digest(b"salt", '{"a":1}') == sha256(b'salt{"a":1}').hexdigest()


def test_a_log_begins_with_the_hash_of_its_id() -> None:
    assert genesis(LOG) == sha256(LOG.bytes).digest()


def test_a_commit_hash_is_sha256_of_canonical_json() -> None:
    """Byte for byte."""
    text = (
        f'[["{"01" * 32}",3,"{COMMIT.hex}","article-1",1731844800000000,5,2],'
        '[["block.added",1,"aa"],["block.moved",2,"bb"]]]'
    )
    assert commit_hash(**PARTS) == sha256(text.encode()).digest()


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("previous", b"\x02" * 32),
        ("number", 4),
        ("commit_id", LOG),
        ("stream", "article-2"),
        ("recorded_us", 1_731_844_800_000_001),
        ("first_position", 6),
        ("version", 3),
        ("events", [("block.added", 1, "aa")]),
        ("events", [("block.added", 1, "aa"), ("block.moved", 2, "bc")]),
        ("events", [("block.added", 1, "aa"), ("block.moved", 3, "bb")]),
        ("events", [("block.moved", 2, "bb"), ("block.added", 1, "aa")]),
    ],
)
def test_every_part_counts(part: str, other: object) -> None:
    assert commit_hash(**PARTS | {part: other}) != commit_hash(**PARTS)
