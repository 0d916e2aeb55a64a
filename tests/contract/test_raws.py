"""The raw archive: bytes come back as they came, kept once, and mostly as what changed."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from tests.contract.desk import NOON, desk
from tracker.capture.archive import Kept, Outcome
from tracker.capture.raws import Base, pack, raw_sha256, unpack
from tracker.capture.tables import raws
from tracker.errors import IntegrityError
from tracker.services.context import Context

PAGE = "".join(
    f'<li class="teaser" data-number="{number}"><a href="/{number * 7919}">Teaser {number}</a></li>'
    for number in range(1500)
).encode()


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def edited(body: bytes, seed: int) -> bytes:
    """The page with a dozen places changed."""
    chance, changed = random.Random(seed), bytearray(body)
    for _ in range(12):
        place = chance.randrange(len(body) - 20)
        changed[place : place + 9] = chance.randbytes(6).hex().encode()
    return bytes(changed)


def another(seed: int) -> bytes:
    """A page of the same length that shares nothing."""
    return random.Random(seed).randbytes(len(PAGE))


def keep(context: Context, article: str, minute: int, body: bytes) -> str:
    """Archive a look; returns the name of its bytes."""
    name = raw_sha256(body)
    look = Kept(
        id=f"{article}-{minute}",
        article=article,
        address=f"https://harbour-post.example/{article}",
        observed_at=NOON + timedelta(minutes=minute),
        dated=True,
        status=200,
        media_type="text/html",
        raw=name,
        substance="s",
        outcome=Outcome.PENDING,
    )
    assert context.archive.keep(look, body)
    return name


def bases(context: Context) -> dict[str, str | None]:
    with context.engine.connect() as connection:
        rows = connection.execute(select(raws.c.sha256, raws.c.base)).all()
    return {row.sha256: row.base for row in rows}


def room(context: Context) -> int:
    with context.engine.connect() as connection:
        return int(connection.scalar(select(func.sum(func.length(raws.c.bytes)))) or 0)


def test_ten_captures_of_a_page_take_little_more_room_than_one(context: Context) -> None:
    first = keep(context, "a", 0, PAGE)
    alone = room(context)
    bodies = [edited(PAGE, seed) for seed in range(1, 10)]
    names = [keep(context, "a", minute, body) for minute, body in enumerate(bodies, start=1)]
    assert room(context) < 1.7 * alone
    assert bases(context) == {first: None} | dict.fromkeys(names, first)
    assert [context.archive.raw(name) for name in (first, *names)] == [PAGE, *bodies]


def test_captures_taken_in_backwards_build_on_each_other_too(context: Context) -> None:
    last = keep(context, "a", 9, PAGE)
    earlier = keep(context, "a", 3, edited(PAGE, 1))
    assert bases(context) == {last: None, earlier: last}


def test_a_page_that_changed_a_lot_is_a_base_of_its_own(context: Context) -> None:
    """What follows builds on it; what was there before is left as it is."""
    old = keep(context, "a", 0, PAGE)
    relaunched = keep(context, "a", 1, another(1))
    following = keep(context, "a", 2, edited(another(1), 2))
    assert bases(context) == {old: None, relaunched: None, following: relaunched}


def test_a_page_that_drifts_away_never_takes_more_than_two_steps_to_read(context: Context) -> None:
    body = PAGE
    for minute in range(40):
        keep(context, "a", minute, body)
        body = body[700:] + another(minute)[:700]
    built_on = bases(context)
    assert 1 < sum(base is None for base in built_on.values()) < 12
    assert all(built_on[base] is None for base in built_on.values() if base)


def test_the_same_bytes_of_two_articles_are_kept_once(context: Context) -> None:
    assert keep(context, "a", 0, PAGE) == keep(context, "b", 5, PAGE)
    assert len(bases(context)) == 1


@pytest.mark.parametrize("body", [b"", b"x", b"\x00\xff" * 3, another(3)], ids=len)
def test_any_bytes_come_back(context: Context, body: bytes) -> None:
    keep(context, "a", 0, PAGE)
    name = keep(context, "a", 1, body)
    after = keep(context, "a", 2, PAGE + b".")
    assert (context.archive.raw(name), context.archive.raw(after)) == (body, PAGE + b".")


def test_bytes_nobody_kept_are_no_bytes(context: Context) -> None:
    with pytest.raises(KeyError):
        context.archive.raw("0" * 64)


@pytest.mark.parametrize("how", ["cut off", "others"])
def test_a_damaged_row_is_named(context: Context, how: str) -> None:
    """Whoever reads what builds on it is told of the same row."""
    base = keep(context, "a", 0, PAGE)
    built = keep(context, "a", 1, edited(PAGE, 1))
    packed = pack(another(4), None).data if how == "others" else b"\x28\xb5\x2f\xfd"
    with context.engine.begin() as connection:
        connection.execute(update(raws).where(raws.c.sha256 == base).values(bytes=packed))
    for name in (base, built):
        with pytest.raises(IntegrityError, match=base):
            context.archive.raw(name)


def test_nothing_builds_on_a_damaged_row(context: Context) -> None:
    base = keep(context, "a", 0, PAGE)
    with context.engine.begin() as connection:
        connection.execute(update(raws).where(raws.c.sha256 == base).values(bytes=b"?"))
    name = keep(context, "a", 1, edited(PAGE, 1))
    assert context.archive.raw(name) == edited(PAGE, 1)


def test_forgetting_an_article_leaves_what_others_need(context: Context) -> None:
    """Its bytes are the base of another article's: those are kept in another way from then on."""
    shared = keep(context, "a", 0, PAGE)
    keep(context, "b", 0, PAGE)
    others = [keep(context, "b", minute, edited(PAGE, minute)) for minute in (1, 2, 3)]
    own = keep(context, "a", 4, edited(PAGE, 4))
    context.archive.forget("a")
    assert set(bases(context)) == {shared, *others}
    assert own not in bases(context)
    context.archive.forget("b")
    assert bases(context) == {}


def test_a_base_that_goes_hands_its_place_to_another(context: Context) -> None:
    """The bytes that built on it come back as they came, and stay small."""
    base = keep(context, "a", 0, PAGE)
    bodies = [edited(PAGE, seed) for seed in (1, 2, 3)]
    whole = room(context)
    names = [keep(context, "a", minute, body) for minute, body in enumerate(bodies, start=1)]
    keep(context, "b", 0, bodies[1])
    keep(context, "b", 1, bodies[2])
    context.archive.forget("a")
    left = bases(context)
    assert base not in left
    assert sorted(left) == sorted(names[1:])
    assert sum(each is None for each in left.values()) == 1
    assert room(context) < 1.5 * whole
    assert [context.archive.raw(name) for name in names[1:]] == bodies[1:]


@given(st.binary(max_size=3000), st.binary(max_size=3000), st.binary(max_size=200))
def test_packing_loses_nothing(before: bytes, after: bytes, between: bytes) -> None:
    """Whatever the base and whatever the page."""
    for body in (after, before + between + after):
        base = Base(raw_sha256(before), before, len(pack(before, None).data))
        packed = pack(body, base)
        assert unpack(packed.data, before if packed.base else None) == body
