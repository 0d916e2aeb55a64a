"""A second story, told by other words than the ferry's: a mountain erupts, four papers report."""

from itertools import combinations

import pytest

from tests.unit.understanding.test_ledger import places, story
from tracker.understanding.ledger import ledger
from tracker.understanding.measures.measures import measures_of
from tracker.understanding.understand import understand

ERUPTION = """\
north 03T06 Mount Tarabe erupted early Monday, sending a column of ash {9|ash} kilometres into \
the sky and forcing {2,000|evac} villagers to leave. There were no reports of deaths.
south 03T09 About {3,500|evac} residents living near the volcano have been moved to temporary \
shelters, the disaster agency said, as ash rose {10|ash} km above the crater. At least \
{one|dead} person died of a heart attack while fleeing.
east 03T12 Tarabe, which stands {2,460|height} metres tall, spewed ash up to {30,000|ash} feet \
high. Authorities declared an exclusion zone with a radius of {8|zone} km. {Four|dead} hikers \
were found dead on the slopes, rescuers said.
west 03T16 The eruption has killed {six|dead} people and injured {20|hurt}, mostly with burns. \
{Fifteen|miss} climbers have not been heard from. {64|flights} flights were cancelled at Belam \
airport.
north 03T21 Rescuers reached {eight|dead} bodies near the summit on Monday, a local official \
said; {13|miss} climbers were missing. The evacuation zone was widened to {12|zone} km. Some \
{11,000|evac} people had been evacuated by nightfall.
south 04T08 The death toll from the eruption of Mount Tarabe climbed to {11|dead}, the \
disaster agency said, with {10|miss} others still missing. A total of {75|climb} hikers had \
been on the mountain when it blew.
east 04T12 {Eleven|dead} hikers were killed, not {12|dead} as reported earlier, the head of \
the rescue service said. {Twenty-six|hurt} people were being treated for burns and broken \
bones. More than {180|search} rescuers were taking turns on the mountain.
west 04T19 Almost {14,000|evac} people have fled their homes. Ash fell on towns {40|ashfall} \
km away. Airlines scrapped {110|flights} flights on Tuesday.
north 05T07 Lava destroyed {37|houses} houses in the village of Sela overnight. The toll rose \
to {13|dead} after two bodies were brought down. {Eight|miss} people are unaccounted for.
south 05T15 {52|resc} climbers were led to safety, the agency said in its daily bulletin, \
which put the dead at {13|dead} and the injured at {29|hurt}. Damage to crops was estimated at \
${4.5 million|cost}.
east 06T10 At least {15|dead} people are now known to have died on Tarabe. {Sixty|houses} \
homes have been lost to lava, and {15,500|evac} evacuees are housed in schools.
west 07T09 The search for the last {six|miss} missing climbers was suspended on Friday because \
of gas. The volcano has claimed {17|dead} lives. The exclusion zone was cut back to {10|zone} \
km and {6,000|home} villagers were allowed to go home.
north 08T11 The final number of dead is {23|dead}, the disaster agency said after DNA tests. \
Farmers lost crops worth ${6 million|cost}."""


def test_every_figure_of_the_eruption_finds_its_thread() -> None:
    """Heights of ash and of the mountain, zones, hikers dead or missing, homes and flights lost."""
    sources, facts = story(ERUPTION)
    put = places(ledger(sources))
    assert set(facts) <= set(put)
    for one, other in combinations(facts, 2):
        together = put[one] == put[other]
        assert together == (facts[one] == facts[other]), (one, other)


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("Nine died and 40 others were in hospital.", ["dead", "hospitalized"]),
        ("The hall is licensed for 300, yet 410 people were inside.", ["capacity", "attending"]),
        ("Sixty were hurt, 12 of them critically.", ["injured", "critical"]),
        ("Ten homes burned and five were damaged.", ["destroyed", "damaged"]),
        ("The bus was doing 140 km/h, well above the 80 km/h permitted.", ["speed", "speed limit"]),
        ("Thirty climbers were led to safety, police said, putting the dead at 4.",
         ["rescued", "dead"]),
        ("Twenty evacuees have returned home.", ["returned"]),
        ("Officials said 40 men had not returned.", ["missing"]),
    ],
)  # fmt: skip
def test_a_figure_is_told_by_the_words_of_its_own_clause(
    sentence: str, measures: list[str]
) -> None:
    """What another subject and verb say, before or behind, is not said of it."""
    facts = [(fact, fact.start) for fact in understand(sentence).facts]
    assert [measure.what for measure in measures_of(sentence, facts)] == measures


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("Six of those who died were children.", "child"),
        ("Four consultants were hurt.", "consultant"),
        ("Ninety cases were confirmed.", "person"),
        ("Seven chairs were broken.", "chair"),
    ],
)
def test_whom_a_figure_counts(sentence: str, counted: str) -> None:
    """Whatever somebody can be is a group of people; what is said of some tells them apart."""
    facts = [(fact, fact.start) for fact in understand(sentence).facts]
    assert [measure.counted for measure in measures_of(sentence, facts)] == [counted]


def test_the_value_given_up_comes_before_the_one_that_holds() -> None:
    """Entries stand in the order in which they held, also inside one sentence."""
    for sentence in ("28 people died, not 30.", "The toll rose to 28 from 30, police said."):
        sources, _ = story(f"post 02T08 {sentence}")
        (thread,) = ledger(sources).threads
        assert [fact.text for _, fact in thread.entries] == ["30", "28"]


def test_a_date_lines_up_only_with_the_date_of_the_same_event() -> None:
    """The event is what the words beside both dates share; a country alone is none."""
    sources, _ = story(
        "post 02T08 The trial of Ana Ruiz opens in Belor on April 3.\n"
        "mail 02T09 The trial of Ana Ruiz begins on April 3, weeks after Belor’s 2021 flood.\n"
        "wire 02T10 The mayor resigns on April 3, and Belor’s 2021 budget is void."
    )
    found = [each for each in ledger(sources).threads if each.entries[0][1].timex]
    assert [(each.subject, len(each.entries)) for each in found] == [("date of trial Ana Ruiz", 2)]
