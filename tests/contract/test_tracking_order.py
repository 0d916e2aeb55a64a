"""Whatever the order in which looks are taken in, the timeline they end in is the same."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import copied
from tests.contract.desk import Dump, desk, dump, kept_apart, look, page, shuffled, take_all
from tracker.capture.archive import Outcome
from tracker.capture.tables import captures
from tracker.comparing.compare import compare_readings
from tracker.comparing.model import Edit
from tracker.projections.queries import Among, Span, version_records
from tracker.projections.shifted import shift_records
from tracker.projections.streams import load_article
from tracker.services.context import Context
from tracker.services.taking.look import Look

FIRST, MORE = page(), page(12_000)
RENAMED = page(12_000, headline="Night boat may go on")

EVENINGS = {
    "five versions": [
        look(FIRST, 0),
        look(MORE, 10),
        look(RENAMED, 20),
        look(page(12_000, headline="Night boat may go on", said="We want this"), 30),
        look(page(12_500, headline="Night boat may go on", said="We want this"), 40),
    ],
    "to and fro": [look(body, at) for at, body in enumerate([FIRST, MORE, FIRST, MORE, FIRST])],
    "the same for long": [
        look(body, at) for at, body in enumerate([FIRST, FIRST, MORE, MORE, FIRST])
    ],
    "noise in between": [
        look(FIRST, 0),
        look(page(minutes_ago=9), 4),
        look(MORE, 8),
        look(page(12_000, minutes_ago=40), 35),
        look(FIRST, 40),
    ],
    "all at one moment": [
        look(FIRST, 0),
        look(MORE, 0),
        look(RENAMED, 0),
        look(page(minutes_ago=7), 0),
        look(page(99), 5),
    ],
}
BODIES = (FIRST, MORE, RENAMED, page(minutes_ago=8))


@dataclass(frozen=True)
class Ending:
    """What is left of an evening that may not depend on the order it was taken in."""

    rows: Dump
    looks: Sequence[tuple[object, ...]]
    edits: Sequence[tuple[Edit, ...]]


Fresh = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """As many new databases as one asks for, of each kind."""
    numbers = count()
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            yield lambda: str(shutil.copyfile(template, tmp_path / f"{next(numbers)}.db"))
        else:
            server = request.getfixturevalue("postgres_server")
            template = request.getfixturevalue("postgres_template")
            yield lambda: stack.enter_context(copied(server, template))


def ending(context: Context) -> Ending:
    with context.engine.connect() as connection:
        versions = version_records(connection, Among())
        columns = captures.c.id, captures.c.outcome, captures.c.reasons
        looks = connection.execute(select(*columns).order_by(captures.c.id)).all()
    folded = load_article(context.store, versions[0].article).versions
    readings = [folded[version.commit].reading for version in versions]
    return Ending(
        rows=dump(context, everything=False),
        looks=[tuple(row) for row in looks],
        edits=[compare_readings(old, new).edits for old, new in pairwise(readings)],
    )


def after(database: str, looks: Sequence[Look]) -> Ending:
    with desk(database) as context:
        take_all(context, looks)
        return ending(context)


@pytest.mark.parametrize("name", EVENINGS)
def test_any_order_ends_in_the_same_timeline(fresh: Fresh, name: str) -> None:
    """As observed, last first, and an order in between."""
    evening = EVENINGS[name]
    expected = after(fresh(), evening)
    for order in (evening[::-1], shuffled(evening, len(name))):
        assert after(fresh(), order) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", EVENINGS)
def test_all_120_orders_end_in_the_same_timeline(fresh: Fresh, name: str) -> None:
    expected = after(fresh(), EVENINGS[name])
    for order in permutations(EVENINGS[name]):
        assert after(fresh(), order) == expected


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(BODIES), st.integers(0, 4)), min_size=2, max_size=6, unique=True
    ).flatmap(lambda seen: st.tuples(st.just(seen), st.permutations(seen)))
)
def test_any_looks_in_any_order(
    fresh: Fresh, orders: tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]]
) -> None:
    """Pages that come, go and come back, several at one moment, with noise among them."""
    one, other = ([look(body, minute) for body, minute in order] for order in orders)
    assert after(fresh(), one) == after(fresh(), other)


def test_version_3_before_version_2_numbers_them_as_observed(fresh: Fresh) -> None:
    """The late one replaces the shift between its neighbours by two."""
    with desk(fresh()) as context:
        take_all(context, [look(FIRST, 0), look(page(12_500), 60)])
        assert steps(context) == [(1, 2, "10,000", "12,500")]
        (late,) = take_all(context, [look(MORE, 30)])
        assert late.version == 2
        assert steps(context) == [(1, 2, "10,000", "12,000"), (2, 3, "12,000", "12,500")]


def test_a_look_that_shows_a_version_stood_earlier_moves_it(fresh: Fresh) -> None:
    """The version is of the earlier look then, and nothing of the other's shifts is left over."""
    with desk(fresh()) as context:
        take_all(context, [look(FIRST, 0), look(MORE, 60), look(MORE, 30)])
        assert steps(context) == [(1, 2, "10,000", "12,000")]
        with context.engine.connect() as connection:
            second = version_records(connection, Among())[1]
        assert second.observed_at == look(MORE, 30).observed_at


def test_back_and_forth_stays_four_versions(fresh: Fresh) -> None:
    """The figures that come back are told as restored, in one chain."""
    with desk(fresh()) as context:
        taken = take_all(context, EVENINGS["to and fro"][:4])
        assert [each.version for each in taken] == [1, 2, 3, 4]
        assert [step[2:] for step in steps(context)] == [
            ("10,000", "12,000"),
            ("12,000", "10,000"),
            ("10,000", "12,000"),
        ]
        with context.engine.connect() as connection:
            found = shift_records(connection, Among(), Span())
        assert len({record.chain for record in found}) == 1


def test_noise_makes_no_version_but_is_kept_with_its_reasons(fresh: Fresh) -> None:
    with desk(fresh()) as context:
        first, second = take_all(context, EVENINGS["noise in between"][:2])
        assert (second.outcome, second.reasons) == (Outcome.NOISE, ("relative time",))
        assert (first.version, second.version) == (1, 1)
        (kept,) = context.archive.noise(first.article)
        assert kept.raw is not None
        assert context.archive.raw(kept.raw) == page(minutes_ago=9)


def test_the_same_look_twice_is_taken_in_once(fresh: Fresh) -> None:
    """A retry, another daemon, a restart: nothing is written anew."""
    evening = EVENINGS["noise in between"]
    with desk(fresh()) as context:
        take_all(context, evening)
        before = dump(context), kept_apart(context), context.store.head()
        again = take_all(context, evening)
        assert (dump(context), kept_apart(context), context.store.head()) == before
        assert {each.reasons for each in again} == {("this look was taken before",)}
        assert [each.version for each in again] == [1, 1, 2, 2, 3]


def steps(context: Context) -> list[tuple[int, int, str | None, str | None]]:
    """Every shift: from which version to which, from which words to which."""
    with context.engine.connect() as connection:
        found = shift_records(connection, Among(), Span())
    return [
        (
            record.old_version,
            record.new_version,
            record.shift.old.text if record.shift.old else None,
            record.shift.new.text if record.shift.new else None,
        )
        for record in found
    ]
