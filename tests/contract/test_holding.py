"""Whatever good and bad captures come, in whatever order: only what good ones show is reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.desk import ADDRESS, NOON, desk, page
from tests.contract.test_tracking_order import Fresh, fresh, steps
from tracker.article.identity import article_id
from tracker.capture.archive import Outcome
from tracker.projections.queries import Among, version_records
from tracker.services.context import Context
from tracker.services.taking.holding import Verdict, still_there, take_or_hold
from tracker.services.taking.look import Look

__all__ = ["fresh"]

GAP = 7
"""Minutes between two looks: more than a look that confirms has to be apart."""


def wall(title: str, *lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def _other(*words: str) -> bytes:
    """A page of another article, about such things as no other is about."""
    lines = "".join(
        f"<p>{' '.join(f'{word} {number} {verb}' for word in words)}, said {words[0]} {number}.</p>"
        for number, verb in enumerate(("rises", "falls", "stands", "waits", "ends"), start=1)
    )
    title = f"All about {words[0]}"
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{lines}</article></body></html>".encode()


ORCHID = _other("orchid", "gardener", "greenhouse", "basket", "spring", "prize", "queue", "petal")
TULIP = _other("tulip", "merchant", "auction", "barge", "winter", "ledger", "bulb", "windmill")
FERN = _other("fern", "forester", "ravine", "botanist", "autumn", "spore", "moss", "lantern")

GOOD = {
    "first": page(),
    "more boats": page(12_000),
    "another headline": page(12_000, headline="Night boat may go on"),
    "said otherwise": page(12_500, said="We want this"),
    "noise": page(minutes_ago=9),
    "longer": page(12_500, extra="<p>The board meets again on the 4th of May, it said.</p>"),
}
BAD = {
    "block": wall(
        "Access Denied", "You don't have permission to access this. Reference #18.6c7a14"
    ),
    "consent": wall("Your privacy", "We and our 99 partners use cookies. Accept all."),
    "outage": wall("502 Bad Gateway", "nginx"),
    "missing": wall("Page not found", "The page you are looking for does not exist."),
    "cut": page(11_111)[:900],
    "mojibake": page(13_131, said="Vær så god, på brua før båten gikk")
    .decode("cp1252", "replace")
    .encode(),
    "empty": b"<html><body><div id='app'></div></body></html>",
    "paywall": page(11_999).split(b"<p>The boat carried")[0]
    + b"<p>Subscribe to continue reading.</p></article></body></html>",
    "another article": ORCHID,
}


@dataclass(frozen=True)
class Shown:
    """What a history reports: each version's time, and each shift."""

    versions: Sequence[timedelta]
    steps: Sequence[tuple[int, int, str | None, str | None]]


def look(body: bytes, minute: float) -> Look:
    return Look(ADDRESS, body, NOON + timedelta(minutes=minute), dated=True)


def shown(context: Context) -> Shown:
    with context.engine.connect() as connection:
        versions = version_records(connection, Among())
    return Shown(
        [version.observed_at - NOON for version in versions], sorted(steps(context), key=repr)
    )


def take_all(context: Context, looks: Sequence[Look]) -> list[Verdict]:
    return [take_or_hold(context, each) for each in looks]


def after(database: str, looks: Sequence[Look]) -> Shown:
    with desk(database) as context:
        take_all(context, looks)
        return shown(context)


def outcomes(context: Context) -> list[Outcome]:
    return [seen.outcome for seen in context.archive.of_article(article_id(ADDRESS))]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from([*GOOD, *BAD]), min_size=1, max_size=7))
def test_bad_captures_among_good_ones_change_nothing(fresh: Fresh, names: list[str]) -> None:
    """With them and without, the same versions of the same times, and the same shifts.

    A page of another article counts as bad where it does not stay.
    """
    first = look(GOOD["first"], 0)
    looks = [
        (name, look((GOOD | BAD)[name], GAP * place))
        for place, name in enumerate(names, start=1)
        if not (name == "another article" and name in names[: place - 1])
    ]
    good = [first, *(each for name, each in looks if name in GOOD)]
    assert after(fresh(), [first, *(each for _, each in looks)]) == after(fresh(), good)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.sampled_from([*GOOD, *BAD]), min_size=2, max_size=5, unique=True).flatmap(
        lambda names: st.tuples(st.just(names), st.permutations(range(len(names))))
    )
)
def test_nor_does_the_order_in_which_they_arrive(
    fresh: Fresh, evening: tuple[list[str], list[int]]
) -> None:
    """The first look is known; the others come in from an archive in any order."""
    names, order = evening
    first = look(GOOD["first"], 0)
    looks = [look((GOOD | BAD)[name], GAP * place) for place, name in enumerate(names, start=1)]
    good = [each for name, each in zip(names, looks, strict=True) if name in GOOD]
    assert after(fresh(), [first, *(looks[place] for place in order)]) == after(
        fresh(), [first, *good]
    )


REWRITTEN, EDITED = ORCHID, ORCHID.replace(b"gardener 3", b"gardener 4")

CHANGES = {
    "shown again": ([(REWRITTEN, 10), (REWRITTEN, 17)], [10]),
    "shown again too soon": ([(REWRITTEN, 10), (REWRITTEN, 12)], []),
    "shown again too soon, then later": ([(REWRITTEN, 10), (REWRITTEN, 12), (REWRITTEN, 15)], [10]),
    "edited since": ([(REWRITTEN, 10), (EDITED, 20)], [10, 20]),
    "with a wall in between": ([(REWRITTEN, 10), (BAD["block"], 14), (REWRITTEN, 20)], [10]),
    "after a wall": ([(BAD["outage"], 5), (REWRITTEN, 10), (REWRITTEN, 20)], [10]),
    "taken back at once": ([(REWRITTEN, 10), (GOOD["noise"], 17)], []),
    "taken back later": (
        [(REWRITTEN, 10), (REWRITTEN, 20), (GOOD["noise"], 30), (GOOD["noise"], 40)],
        [10, 30],
    ),
    "another each time": ([(REWRITTEN, 10), (TULIP, 20), (FERN, 30)], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_complete_rewrite_counts_from_when_it_was_first_seen(fresh: Fresh, name: str) -> None:
    """Once a second look, some minutes later, has shown it too; never before."""
    seen, expected = CHANGES[name]
    looks = [look(page(), 0), *(look(body, minute) for body, minute in seen)]
    versions = after(fresh(), looks).versions
    assert versions == [timedelta(minutes=minute) for minute in (0, *expected)]


@pytest.mark.parametrize(
    "name",
    [
        "edited since",
        "with a wall in between",
        pytest.param("taken back later", marks=pytest.mark.slow),
    ],
)
def test_late_looks_are_judged_by_what_came_after_them(fresh: Fresh, name: str) -> None:
    """All orders after the first look."""
    later = [look(body, minute) for body, minute in CHANGES[name][0]]
    expected = after(fresh(), [look(page(), 0), *later])
    for order in permutations(later):
        assert after(fresh(), [look(page(), 0), *order]) == expected


def test_a_held_look_is_kept_with_its_bytes_and_told_in_the_log(fresh: Fresh) -> None:
    """That it is suspected is an event, and so is its dismissal; facts know nothing of it."""
    with desk(fresh()) as context:
        _, held, _ = take_all(
            context, [look(page(), 0), look(BAD["consent"], 7), look(GOOD["noise"], 14)]
        )
        (kept,) = [
            seen
            for seen in context.archive.of_article(article_id(ADDRESS))
            if seen.outcome is Outcome.DISMISSED
        ]
        assert kept.raw is not None
        assert context.archive.raw(kept.raw) == BAD["consent"]
        assert kept.reasons[:-1] == held.reasons
        assert kept.reasons[-1] == "the article was there again at 2024-11-17 12:14 UTC"
        types = [event.type for event in context.store.read_all()]
        told = [name for name in types if name.startswith("capture.")]
        assert told == ["capture.suspected", "capture.dismissed"]


@pytest.mark.parametrize("later", [BAD["consent"], page(minutes_ago=9)], ids=["again", "good"])
def test_what_was_kept_but_not_told_before_a_crash_is_told_later(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch, later: bytes
) -> None:
    """By the same look, taken in again, or by the one that dismisses it."""

    class Killed(BaseException):
        pass

    def kill(_context: Context, *_commits: object) -> None:
        raise Killed

    with desk(fresh()) as context:
        take_all(context, [look(page(), 0)])
        with monkeypatch.context() as patch:
            patch.setattr(type(context.store), "append", kill)
            with pytest.raises(Killed):
                take_all(context, [look(BAD["consent"], 7)])
        assert outcomes(context) == [Outcome.VERSION, Outcome.SUSPECTED]
        take_all(context, [look(later, 7 if later == BAD["consent"] else 14)])
        types = [event.type for event in context.store.read_all()]
        assert types.count("capture.suspected") == 1
        assert types[-1].startswith("capture.")


def test_nothing_is_recorded_of_a_first_look_that_is_held(fresh: Fresh) -> None:
    with desk(fresh()) as context:
        before = context.store.head()
        (verdict,) = take_all(context, [look(BAD["block"], 0)])
        assert verdict.article is None
        assert verdict.reasons[0].startswith("block page: ")
        assert context.store.head() == before


def test_the_same_looks_twice_are_held_once(fresh: Fresh) -> None:
    """An import that is repeated adds nothing, whatever has become of its looks."""
    evening = [look(page(), 0), look(REWRITTEN, 7), look(BAD["block"], 14), look(page(12_000), 21)]
    evening.append(look(REWRITTEN, 28))
    with desk(fresh()) as context:
        take_all(context, evening)
        before = context.store.head(), outcomes(context)
        take_all(context, evening)
        assert (context.store.head(), outcomes(context)) == before


def test_an_unchanged_page_dismisses_what_is_held(fresh: Fresh) -> None:
    with desk(fresh()) as context:
        take_all(context, [look(page(), 0), look(BAD["outage"], 7)])
        still_there(context, ADDRESS, NOON + timedelta(minutes=8))
        assert outcomes(context) == [Outcome.VERSION, Outcome.DISMISSED]
