"""What the sources of a story say on the same things lines up: over outlets, days and wordings."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

import tracker
from tracker.understanding.ledger import assemble, ledger
from tracker.understanding.measures.measures import measures_of
from tracker.understanding.measures.values import Standing, standing
from tracker.understanding.model import Fact, FactKind, Ledger, Source, Thread
from tracker.understanding.threads.accounts import Claim, SourceAccount, account_of

# A ferry sinks, and four outlets report it over four days. {figure|fact} marks what each claims.
FERRY = """\
herald 02T08 A ferry carrying {120|aboard} people capsized off the coast of Senara early on \
Sunday, killing at least {9|dead}, port officials said. Another {40|missing} passengers were \
missing. The vessel, the Star of Senara, was licensed to carry {95|capacity} people.
coast 02T09 {Nine|dead} bodies have been recovered after a passenger ferry went down in heavy \
swell. Some {45|missing} people are unaccounted for, the harbour master said. Rescuers had \
pulled {66|rescued} survivors from the water by mid-morning.
wire 02T12 The death toll from the Senara ferry disaster rose to {14|dead} on Sunday, with \
{66|rescued} people rescued and {40|missing} still missing. More than {200|searchers} rescuers \
are taking part in the search.
herald 02T15 At least {14|dead} people died when the Star of Senara capsized. {Twelve|hurt} \
people were injured, {3|critical} of them seriously. The ferry had been allowed to carry \
{95|capacity} passengers but had {128|aboard} people on board, the transport minister said.
coast 02T18 Divers found {five|found} more bodies in the hull on Sunday evening, bringing the \
number of dead to {19|dead}. The number of missing fell to {38|missing}. Hospitals said they had \
treated {15|hurt} injured passengers.
plain 03T07 {19|dead} dead, {38|missing} missing: the ferry sinking off Senara is the worst on \
this coast since 1987, when {61|of 1987} people drowned. The government announced ${2 \
million|aid} in aid to families.
wire 03T10 The toll in the ferry accident stood at {22|dead} on Monday, up from {19|dead} a day \
earlier. {Seven|children} children were among the dead, police said. Waves of up to {4|waves} \
metres hampered the search by {250|searchers} rescue workers.
herald 03T13 Officials on Monday revised down the death toll to {21|dead}, saying one victim had \
been counted twice. {Seven|children} of the victims were children. The Star of Senara was \
carrying {128|aboard} passengers and crew.
coast 03T17 {Twenty-one|dead} people are now known to have died in Sunday's sinking, and \
{36|missing} others have not been found. {Two|arrested} men, the captain and the owner, were \
arrested.
plain 04T08 More than {20|dead} people lost their lives when an overloaded ferry with \
{128|aboard} aboard sank off Senara. {71|rescued} people were saved. Damage to the pier was put \
at ${300,000|damage}.
wire 04T12 Searchers recovered {three|found} more bodies on Tuesday, taking the death toll to \
{24|dead}. {33|missing} people remain missing. Police said {three|arrested} people had been \
detained.
herald 05T09 The number of people killed in the sinking climbed to {27|dead}, the coastguard \
said on Wednesday. It called off the search for the {30|missing} still missing. {Eighteen|hurt} \
people hurt in the disaster remain in hospital. The government raised its aid to ${3 \
million|aid}."""

MARK = re.compile(r"\{([^|}]*)\|([^}]*)\}")
Place = tuple[str, int]


def story(told: str = FERRY) -> tuple[list[Source], dict[Place, str]]:
    """The reports, and which fact the figure at each place (source, offset) belongs to."""
    sources: list[Source] = []
    facts: dict[Place, str] = {}
    for line in told.splitlines():
        outlet, when, marked = line.split(" ", 2)
        name = f"{outlet} {when}"
        text = ""
        for piece in re.split(r"(\{[^}]*\})", marked):
            mark = MARK.fullmatch(piece)
            if mark:
                facts[name, len(text)] = mark[2]
            text += mark[1] if mark else piece
        published = datetime.fromisoformat(f"2025-03-{when[:2]}T{when[3:]}:00+00:00")
        sources.append(Source(name, outlet, published, text))
    return sources, facts


def places(found: Ledger) -> dict[Place, int]:
    """The thread that each figure was put into, by the place of its first digit or letter."""
    return {
        (source, fact.start + fact.text.startswith("$")): number
        for number, thread in enumerate(found.threads)
        for source, fact in thread.entries
    }


def thread(found: Ledger, subject: str, scope: str | None = None) -> Thread:
    (match,) = [
        each
        for each in found.threads
        if each.subject == subject and (scope is None or each.scope == scope)
    ]
    return match


def told(*sentences: str) -> Ledger:
    """A ledger of one-sentence sources, an hour apart."""
    start = datetime(2025, 3, 2, tzinfo=UTC)
    return ledger(
        Source(str(n), f"outlet {n}", start + timedelta(hours=n), sentence)
        for n, sentence in enumerate(sentences)
    )


def values(entries: tuple[tuple[str, Fact], ...]) -> list[tuple[str, str]]:
    return [(source, fact.text) for source, fact in entries]


def test_every_figure_of_the_ferry_finds_its_thread() -> None:
    """Pairs of figures in one thread are pairs of one fact, and the other way round."""
    sources, facts = story()
    put = places(ledger(sources))
    assert set(facts) <= set(put)
    for one, other in combinations(facts, 2):
        together = put[one] == put[other]
        assert together == (facts[one] == facts[other]), (one, other)


@pytest.mark.parametrize(
    ("fact", "latest"),
    [
        ("dead", 27),
        ("missing", 30),
        ("hurt", 18),
        ("rescued", 71),
        ("aboard", 128),
        ("searchers", 250),
        ("arrested", 3),
        ("aid", 3_000_000),
    ],
)
def test_the_last_entry_of_a_thread_is_the_latest_figure(fact: str, latest: float) -> None:
    """Entries are in time order; the latest figure is not always the highest."""
    sources, facts = story()
    found = ledger(sources)
    put = places(found)
    number = next(put[place] for place, key in facts.items() if key == fact)
    assert found.threads[number].entries[-1][1].value == latest


def test_the_order_of_the_sources_does_not_matter() -> None:
    """Time orders a thread; the order in which sources are given does not."""
    sources, _ = story()
    assert ledger(reversed(sources)) == ledger(sources)


def test_a_toll_that_was_revised_down_keeps_its_thread() -> None:
    """22, then 21: the dead are the same dead, and the value given up comes first."""
    found = told("The death toll stood at 22.", "The toll was revised down to 21 from 22.")
    assert values(thread(found, "dead").entries) == [("0", "22"), ("1", "22"), ("1", "21")]


def test_an_earlier_count_is_an_older_value_of_the_same() -> None:
    """It belongs to the figure it is held against, whatever else the sentence tells."""
    found = told("The number of dead is 66; an earlier count of 70 included people found alive.")
    assert values(thread(found, "dead").entries) == [("0", "70"), ("0", "66")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The blast killed 34 people.",
        "The death toll stood at 34.",
        "Thirty-four people died in the blast.",
        "The blast left 34 dead.",
        "The number of people killed in the blast rose to 34.",
        "At least 34 people lost their lives, police said.",
        "The blast claimed 34 lives.",
        "The confirmed death toll from Friday's 6.2-magnitude tremor reached 34.",
        "Rescuers recovered 34 bodies.",
        "34 villagers are dead and 210 are hurt.",
        "A total of 34 people, 12 of them children, were killed in the blast.",
    ],
)
def test_a_toll_in_many_words_is_one_measure(sentence: str) -> None:
    """Verb or noun, before or behind the figure, in the passive or not."""
    account = account_of(Source("a", "a", datetime(2025, 3, 2, tzinfo=UTC), sentence))
    fact = next(claim.fact for claim in account.facts if claim.fact.value == 34)
    (measure,) = measures_of(sentence, [(fact, fact.start)])
    assert (measure.what, measure.part) == ("dead", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The blast killed 34 people.", "The blast injured 34 people."),
        ("The blast killed 34 people.", "Divers found 34 more bodies."),
        ("The blast killed 34 people.", "In 2011, a blast at the plant killed 34 people."),
        ("The missile flies 300 kilometres.", "The missile costs $300."),
        ("Ostia sent 500 Ostian soldiers.", "North Korea sent 900 troops."),
        ("The Kestrel has a range of 300 km.", "The Merlin has a range of 900 km."),
        ("The fire burned 900 acres.", "The fire destroyed 900 homes."),
        ("The crash killed 146 people.", "So far 146 victims have been identified."),
        ("The fever infected 30 people.", "The fever infects 30 people a day."),
        ("The army sent 900 troops.", "900 troops were in place on the king's return home."),
        ("The crash killed 30 people.", "All but 30 of the passengers are feared dead."),
    ],
)
def test_figures_of_different_things_stay_apart(one: str, other: str) -> None:
    """Another measure, an increment, another year, another dimension, another owner."""
    found = told(one, other)
    assert all(len({source for source, _ in each.entries}) == 1 for each in found.threads)


def test_passengers_are_people_unless_a_source_sets_them_apart() -> None:
    """The same narrower noun is the whole in one story and a part in another."""
    joined = told("34 people died.", "34 passengers died.")
    assert len(thread(joined, "dead").entries) == 2
    apart = told("34 people died, 30 passengers and 4 crew among them.", "30 passengers died.")
    assert sorted(values(each.entries) for each in apart.threads) == [
        [("0", "30"), ("1", "30")],
        [("0", "34")],
        [("0", "4")],
    ]


def test_a_place_set_beside_a_larger_figure_is_a_fact_of_its_own() -> None:
    """37 dead, 12 of them in Belor: Belor's twelve are not the toll."""
    found = told(
        "The quake killed 37 people. Twelve people were killed in Belor alone.",
        "The quake killed 41 people.",
    )
    assert sorted(values(each.entries) for each in found.threads) == [
        [("0", "37"), ("1", "41")],
        [("0", "Twelve")],
    ]


def test_units_of_one_dimension_share_a_thread_and_agree() -> None:
    """A range in kilometres and in miles is one fact, told apart by whose it is."""
    found = told(
        "The Kestrel missile has a range of 300 kilometres, or 190 miles.",
        "The Kestrel, built by Arden Works, flies as far as 186 miles.",
        "The 200-mile range of the Kestrel worries planners.",
    )
    entries = thread(found, "range").entries
    assert values(entries) == [("0", "300"), ("0", "190"), ("1", "186"), ("2", "200")]
    facts = [fact for _, fact in entries]
    assert standing(facts[0], facts[2]) is Standing.AGREE
    assert standing(facts[0], facts[3]) is Standing.DIFFER


def test_one_remark_in_two_translations_is_one() -> None:
    """Words differ, the speaker is spelled otherwise, the remark is the same."""
    found = told(
        "“Bridges are not built with speeches. Such works are not announced,” Governor Ilya "
        "Marenko said.",
        "“Bridges are not made by speeches. Works like these need no announcement. The stones "
        "will speak,” Marenko said on Telegram.",
        "“We shall appeal,” Marenko said.",
    )
    (remark,) = found.remarks
    assert [source for source, _ in remark.entries] == ["0", "1"]
    assert remark.speaker
    assert "Marenko" in remark.speaker


def test_a_remark_of_another_speaker_is_another() -> None:
    """The same words from someone else are not the same remark."""
    words = "“The bridge was never inspected after the flood,”"
    assert told(f"{words} Ada Fenn said.", f"{words} Otto Brandt said.").remarks == ()


def test_wire_text_printed_again_is_named_a_copy() -> None:
    """The later outlet repeats the first word for word; its own report is no copy."""
    sources, _ = story()
    wire = sources[2]
    longer = replace(wire, text=f"{wire.text} The ferry lay 30 metres deep. Two tugs arrived.")
    printed = replace(longer, id="echo", outlet="echo", published=wire.published + timedelta(1))
    found = ledger([*sources[:2], longer, printed])
    assert found.copies == (("echo", wire.id),)


def test_dates_line_up_where_the_event_is_the_same() -> None:
    """Two outlets that date one opening differently share a thread; a date alone makes none."""
    found = told(
        "The new harbour bridge opens to lorry traffic on 3 March 2025.",
        "The new harbour bridge opens to lorry traffic on 5 March 2025.",
        "The choir rehearsed on 7 March 2025.",
    )
    (dates,) = [each for each in found.threads if each.entries[0][1].kind is FactKind.DATE]
    assert [fact.timex for _, fact in dates.entries] == ["2025-03-03", "2025-03-05"]


def test_a_ledger_needs_nothing_but_accounts() -> None:
    """Stored facts with their sentences line up as the texts do."""
    sources, _ = story()
    accounts = [account_of(source) for source in sources]
    assert assemble(accounts) == ledger(sources)
    assert ledger([]) == Ledger((), ())


def test_a_sentence_printed_twice_keeps_its_figures_in_order() -> None:
    """In dek and body: the second mention is found from the sentence's beginning again."""
    sentence = "The blast killed 12 people and injured 12."
    account = account_of(Source("a", "a", datetime(2025, 3, 2, tzinfo=UTC), sentence))
    shifted = [Claim(replace(c.fact, start=c.fact.start + 90), sentence) for c in account.facts]
    twice = SourceAccount("a", "a", account.published, (*account.facts, *shifted))
    counts: dict[str | None, int] = defaultdict(int)
    for each in assemble([twice]).threads:
        counts[each.subject] += len(each.entries)
    assert counts == {"dead": 2, "injured": 2}


def test_the_public_interface_offers_the_ledger() -> None:
    """`tracker.ledger` takes sources; entries are pairs of source id and fact."""
    found = tracker.ledger(
        [tracker.Source("a", "a", datetime(2025, 3, 2, tzinfo=UTC), "Six died.")]
    )
    ((source, fact),) = found.threads[0].entries
    assert (source, fact.value) == ("a", 6)
