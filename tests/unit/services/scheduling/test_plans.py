"""What a plan may say; what it may not is refused by the name of its field."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.newsroom.selection import Selection
from tracker.services.scheduling.plans import KINDS, Plan, checked
from tracker.services.scheduling.typed import FIELDS, plan_of

TIMED = Plan("Morning!", "0 7 * * *")
WAITING = Plan("alert", shifts=1)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(TIMED, name="!"), "cannot be a name"),
        (replace(TIMED, name="n" * 65), "'n+'... cannot be a name: use 64 characters at most"),
        (replace(TIMED, zone="Europe/Berlni"), "zone 'Europe/Berlni' .* mean 'Europe/Berlin'"),
        (replace(TIMED, zone="../../etc/passwd"), "schedule morning: zone"),
        (replace(TIMED, zone="Europe"), "schedule morning: zone 'Europe'"),
        (replace(TIMED, zone=""), "schedule morning: zone ''"),
        (replace(TIMED, zone="\0"), "schedule morning: zone"),
        (replace(TIMED, zone="\ud800"), "schedule morning: zone"),
        (replace(TIMED, cron="every day"), "cron 'every day' .* 2 fields instead of five"),
        (replace(TIMED, cron="61 * * * *"), "cron .* maximum value .* Give five fields"),
        (replace(TIMED, cron="0 7 * * funday"), "cron .* 'funday' is no day of the week"),
        (replace(TIMED, cron="0 0 31 2 *"), "cron '0 0 31 2 \\*' .* never comes up"),
        (replace(TIMED, cron="0 7 * * " + "mon," * 99), "cron '0 7 .*…' .* at most 200 characters"),
        (replace(TIMED, cron=""), "schedule morning: cron ''"),
        (replace(TIMED, cron="\ud800 * * * *"), "schedule morning: cron"),
        (replace(TIMED, shifts=1), "cron, on_shift, after_shifts: give one"),
        (replace(TIMED, cron=None), "cron, on_shift, after_shifts: give one"),
        (replace(TIMED, every=900), "every '15m' .* goes with on_shift"),
        (replace(TIMED, quiet="22:00-07:00"), "quiet '22:00-07:00' .* goes with on_shift"),
        (replace(WAITING, shifts=0), "after_shifts 0 .* from 1 to 100000"),
        (replace(WAITING, shifts=10**9), "after_shifts 1000000000"),
        (replace(WAITING, every=-1), "every -1"),
        (replace(WAITING, every=10**9), "every 1000000000 .* 366d"),
        (replace(WAITING, quiet="22:00"), "quiet '22:00' .* such as 22:00-07:00"),
        (replace(WAITING, quiet="24:00-07:00"), "quiet '24:00-07:00' .* hour must be in 0..23"),
        (replace(WAITING, quiet="07:00-07:00"), "quiet .* begins when it ends"),
        (
            replace(WAITING, selection=Selection(story="a", tag="b")),
            "schedule alert: story and tag 'a, b' cannot be used: give one of them",
        ),
        (replace(WAITING, selection=Selection(tag=" ")), "tag ' '"),
        (replace(WAITING, selection=Selection(outlet="a\0b")), "outlet"),
        (replace(WAITING, selection=Selection(story="x" * 201)), "story .* at most 200"),
        (replace(WAITING, selection=Selection(kinds=("facts",))), "kinds 'facts' .* mean 'fact'"),
        (replace(WAITING, selection=Selection(weight=1.1)), "min_weight 1.1 .* from 0 to 1"),
        (replace(WAITING, selection=Selection(weight=float("nan"))), "min_weight nan"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused_by_its_field(plan: Plan, said: str) -> None:
    with pytest.raises(InputError, match=said):
        checked(plan)


def test_a_plan_gets_its_usual_spelling() -> None:
    """So that saying it again in other words changes nothing."""
    assert checked(replace(TIMED, cron=" 0  7 * *   * ")) == replace(TIMED, name="morning")
    kinds = ("revised", "fact", "fact")
    given = replace(WAITING, quiet="9:00 - 10:30", selection=Selection(kinds=kinds))
    plan = checked(given)
    assert (plan.quiet, plan.selection.kinds) == ("09:00-10:30", ("fact", "revised"))
    assert checked(plan) == plan


def test_a_plan_is_made_of_what_is_typed() -> None:
    typed = {"after_shifts": 3, "every": "2h", "quiet": "22:00-07:00", "kinds": list(KINDS)}
    plan = plan_of("Alert", typed | {"min_weight": 1, "outlet": "a.example"}, "Europe/Berlin")
    assert plan == Plan(
        "alert",
        None,
        "Europe/Berlin",
        Selection(outlet="a.example", kinds=KINDS, weight=1.0),
        shifts=3,
        every=7200,
        quiet="22:00-07:00",
        skip_empty=True,
    )


anything: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.lists(st.text(max_size=8), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from(["0 7 * * *", "15m", "22:00-07:00", "Europe/Berlin", "skip"]),
)


@settings(deadline=None)
@given(
    st.text(max_size=80),
    st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=8)), anything, max_size=6),
)
def test_whatever_is_typed_makes_a_plan_or_is_refused(name: str, typed: dict[str, Any]) -> None:
    try:
        plan = plan_of(name, typed, "UTC")
    except InputError as error:
        said = str(error)
    else:
        said = "it cannot be refused"
        assert checked(plan) == plan
    assert "cannot be" in said or "give one of them" in said
