"""On which side of the dateline a bare weekday lies: read on Tuesday, 19 November 2024."""

from datetime import UTC, datetime

import pytest

from tracker.understanding.understand import understand

TUESDAY = datetime(2024, 11, 19, 15, tzinfo=UTC)
LAST_FRIDAY, NEXT_FRIDAY = "2024-11-15", "2024-11-22"
LAST_SUNDAY, NEXT_SUNDAY = "2024-11-17", "2024-11-24"
MONDAY, WEDNESDAY, THURSDAY = "2024-11-18", "2024-11-20", "2024-11-21"


def days(text: str) -> list[str | None]:
    return [fact.timex for fact in understand(text, published=TUESDAY).facts if fact.timex]


@pytest.mark.parametrize(
    "text",
    [
        "Union leaders plan to meet Friday with the minister.",
        "Detectives hoped to speak with the clerk on Friday.",
        "The men are to be sentenced Friday.",
        "The judge ordered the owners to appear in court Friday.",
        "Teachers threatened to strike on Friday.",
        "The mayor expects the council to approve the plan Friday.",
        "Minister to visit Gdansk Friday.",
        "Lawmakers vote Friday on the budget.",
        "The envoy is meeting villagers Friday.",
        "The hearing is Friday.",
        "The final is on Friday.",
        "A ruling may come Friday.",
        "A ruling could come as early as Friday.",
        "The ferries should be running again on Friday.",
        "The talks were postponed until Friday.",
        "The meeting has been moved to Friday.",
        "The funeral was set for Friday.",
        "A wake for the three is planned Friday.",
        "Rain is likely Friday.",
        "Doctors called for a walkout on Friday.",
        "The airline will add flights starting Friday.",
        "The strike ended, and on Friday the mine will take men again.",
        "Friday's meeting will be short.",
        "Candidates in Friday's runoff are expected to spend much.",
        "The Senate takes up the bill Friday.",
        "He has until Friday to pay.",
        "Students plan a bigger march Friday.",
        "The guild plans a rally Friday.",
        "He'd call each member on Friday.",
        '"On Friday, we\'ll try to reach the border."',
        "She said that Friday's meeting will be short.",
        "The hearing is expected to begin at 2:30 p.m. Friday.",
        "The judge set a hearing for noon Friday.",
        "Tickets for Friday are gone.",
        "He will make news at Friday's debate.",
        "Before Friday's election, both parties promised more.",
    ],
)
def test_what_is_still_to_come(text: str) -> None:
    """Plans, arrangements, possibilities and what is put off, in any tense of the reporting."""
    assert [day and day[:10] for day in days(text)] == [NEXT_FRIDAY]


@pytest.mark.parametrize(
    "text",
    [
        "Police searched the quarry Friday.",
        "The owner could not be reached Friday.",
        "She would not say Friday whether the talks had failed.",
        "The firm declined to comment Friday.",
        "They managed to free the last miner Friday.",
        "The families did not learn of it until Friday.",
        "Two men were charged in Friday's shooting.",
        "Victims of Friday's blast are expected to recover.",
        "Friday's march drew thousands of nurses.",
        "Smoke could be seen Friday above the harbour.",
        "He said the offer must have been made Friday.",
        "By Friday, the water had fallen.",
        "She said that Friday the market was closed.",
        "Rebels seized the town after Friday's elections failed.",
        "The mayor plans to appeal Friday's ruling.",
        "She goes before the court to explain why Friday's check was skipped.",
        "Following Friday's debate, both men rested.",
        "He called for calm in a statement Friday.",
        "As recently as Friday, the ministry denied it.",
        "It sank in the early hours of Friday.",
        "The toll reached 12 by Friday.",
        "Fighting lasted until Friday.",
        "The council revealed its plans Friday.",
        "They drove through the flooded town Friday.",
    ],
)
def test_what_is_over(text: str) -> None:
    """Refusals, what could not be done, and mishaps known by the name of their day."""
    assert days(text) == [LAST_FRIDAY]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She said Monday that it would open on Friday.", [MONDAY, NEXT_FRIDAY]),
        ("A hearing that had been scheduled for Thursday was put off.", [THURSDAY]),
        ("Arguments had been scheduled to begin Monday but were delayed.", [MONDAY]),
        ("The pope arrives Wednesday and leaves Sunday.", [WEDNESDAY, NEXT_SUNDAY]),
        ("Both spent freely before Sunday's vote.", [LAST_SUNDAY]),
    ],
)
def test_what_was_planned_or_awaited_is_the_near_day(text: str, values: list[str]) -> None:
    """Whether it has been is not told: a day just past or close at hand is meant."""
    assert days(text) == values
