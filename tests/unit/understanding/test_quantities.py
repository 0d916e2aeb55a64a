"""What counts as a quantity, and what is read of it."""

import pytest

from tracker.understanding.model import Fact
from tracker.understanding.quantities.amounts import MEMBER
from tracker.understanding.understand import understand


def quantities(text: str) -> list[Fact]:
    return [fact for fact in understand(text).facts if fact.kind == "quantity"]


def only(text: str) -> Fact:
    (fact,) = quantities(text)
    return fact


@pytest.mark.parametrize(
    ("text", "value", "unit", "dimension"),
    [
        ("The ferry carried 214 passengers.", 214, "passenger", "count"),
        ("The dam holds twenty-eight thousand litres.", 28_000, "litre", "volume"),
        ("A dozen villages were cut off.", 12, "village", "count"),
        ("The blog has 1.3mn readers.", 1_300_000, "reader", "count"),
        ("The loan came to $7.1 billion.", 7_100_000_000, "dollar", "money"),
        ("The mine sold 2.4m tons of ore.", 2_400_000, "ton", "mass"),
        ("The beam is 12m long.", 12, "metre", "length"),
        ("It burned 600 sq km of forest.", 600, "square kilometre", "area"),
        ("Turnout was 61 per cent.", 61, "percentage", "proportion"),
        ("The bank lent 40 million pounds.", 40_000_000, "pound sterling", "money"),
        ("The cat weighs nine pounds.", 9, "pound-mass", "mass"),
        ("The pump moves 300 barrels a day.", 300, "barrel per day", "volume"),
        ("Rooms cost €85 per night.", 85, "euro per night", "money"),
        ("The bill was three dollars and fifty cents.", 3.5, "dollar", "money"),
        ("The lake froze at -12 degrees Celsius.", -12, "celsius", "temperature"),
        ("The engine makes 450 Nm.", 450, "newton metre", "torque"),
        ("The chip is 7 nm wide.", 7, "nanometre", "length"),
        ("The tree is 400 years old.", 400, "year of age", "age"),
        ("The child is three years of age.", 3, "year of age", "age"),
        ("A six-cylinder engine drives it.", 6, "cylinder", "count"),
        ("Six-cylinder engine parts rust.", 6, "cylinder", "count"),
        ("The plan costs RM79 a month.", 79, "malaysian ringgit per month", "money"),
        ("The gap was $-50.8bn.", -50_800_000_000, "dollar", "money"),
        ("Sumo tickets cost Y=5,182 there.", 5182, "japanese yen", "money"),
        ("They split it into two smaller farms.", 2, "small farm", "count"),
        ("The club has eight more picks the coach likes.", 8, "pick", "count"),
        ("Thieves took 460 Fiat and Skoda vans.", 460, "van", "count"),
        ("A magnitude-6.1 quake struck.", 6.1, "magnitude", "magnitude"),
        ("The river crested at 22ft 6in.", 22.5, "foot", "length"),
        ("The keeper is 6 feet, 3 inches tall.", 6.25, "foot", "length"),
        ("It was 41C in the shade.", 41, "celsius", "temperature"),
        ("The bank lent Rs 2,400 crore.", 24_000_000_000, "indian rupee", "money"),
        ("The scheme covers 3.5 lakh farmers.", 350_000, "farmer", "count"),
        ("Gold sold for $2,036 an ounce.", 2036, "dollar per ounce", "money"),
        ("The police held Marlow, 58, at dawn.", 58, "year of age", "age"),
        ("The clinic turns away patients over 65.", 65, "year of age", "age"),
        ("The airline ordered 50 Boeing 737 Max jets.", 50, "jet", "count"),
        ("Two Kh-59 missiles came down at sea.", 2, "missile", "count"),
        ("Of the skiers, three remain missing.", 3, None, None),
        ("At noon 20 boarded the last bus.", 20, None, None),
        ("The club takes members as young as nine.", 9, "year of age", "age"),
        ("The yard covers half an acre.", 0.5, "acre", "area"),
        ("It feeds a 340,000-barrel-per-day refinery.", 340_000, "barrel per day", "volume"),
        ("They took two Rolex watches worth a lot.", 2, "watch", "count"),
        ("The ward looks after children under five.", 5, "year of age", "age"),
        ("The men lost, said coach Paul Deane, 51.", 51, "year of age", "age"),
        ("In all 24 MPs and peers came.", 24, "mp", "count"),
        ("The minister, 57, stayed away.", 57, "year of age", "age"),
        ("The town has 14 fewer schools.", 14, "school", "count"),
        ("They were 24 short of a majority.", 24, None, None),
        ("The keeper is a mother of two.", 2, "child", "count"),
        ("The index shed 40 points.", 40, "point", "points"),
        ("Output has grown threefold.", 3, "count", "count"),
        ("The fog delayed a couple of hundred flights.", 200, "flight", "count"),
        ("The lender has 12,000-odd branches.", 12_000, "branch", "count"),
        (
            "It has a margin of error of plus or minus 3 percentage points.",
            3,
            "percentage point",
            "proportion",
        ),
        ("Ada Quill, 25, ran first.", 25, "year of age", "age"),
        ("She will be 35 in May.", 35, "year of age", "age"),
        (
            "Each crate held 20 domestically made 155mm artillery shells.",
            20,
            "artillery shell",
            "count",
        ),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str, dimension: str) -> None:
    """Figures and words, with a unit of measure, of money, or the noun they count."""
    fact = only(text)
    assert (fact.value, fact.unit, fact.dimension) == (value, unit, dimension)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs 8 or $9.", [(8, "dollar"), (9, "dollar")]),
        ("It needs a 7- or 8-inch pipe.", [(7, "inch"), (8, "inch")]),
        ("It raised 3 million of the 5 million francs.", [(3e6, "franc"), (5e6, "franc")]),
        ("Of 600 homes, including 150 in Riga.", [(600, "home"), (150, "home")]),
        (
            "The high was 84.5 cents, while the lowest was 74.",
            [(84.5, "cent"), (74, "cent")],
        ),
        ("It sold 3,000 boats, up from 2,500.", [(3000, "boat"), (2500, "boat")]),
        ("Half of the 60 homes burned.", [(0.5, None), (60, "home")]),
        ("Lists fell by 12,000 to 1.4 million.", [(12_000, None), (1_400_000, None)]),
        ("She faced 17 charges of fraud and two of theft.", [(17, "charge"), (2, "charge")]),
        ("It won eight games, three of them away.", [(8, "game"), (3, "game")]),
        (
            "Three boys, aged 15, 16 and 17, swam.",
            [(3, "boy"), (15, "year of age"), (16, "year of age"), (17, "year of age")],
        ),
        ("Both men, 24 and 29, swam.", [(24, "year of age"), (29, "year of age")]),
        ("Two 13-year-old boys swam.", [(2, "boy"), (13, "year of age")]),
        ("They shot at 31 of 38 drones.", [(31, "drone"), (38, "drone")]),
        ("They won nine of their last 10 games.", [(9, "game"), (10, "game")]),
        ("The index lost 3 percent to 500.", [(3, "percentage"), (500, None)]),
    ],
)
def test_a_bare_number_shares_the_unit_its_words_join_it_to(
    text: str, found: list[tuple[float, str | None]]
) -> None:
    """A share is never the unit of the level it led to."""
    assert [(fact.value, fact.unit) for fact in quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The trip takes 10-15 minutes.", 10, 15),
        ("It needs between 5 and 7 boats.", 5, 7),
        ("Tickets cost $20 to $35.", 20, 35),
        ("We expect six to seven thousand pupils.", 6_000, 7_000),
        ("Hundreds of homes burned.", 100, 1_000),
        ("Tens of thousands of voters queued.", 10_000, 100_000),
        ("The visitors took a 9-2 lead.", 9, 2),
        ("Several hundred homes burned.", 100, 1_000),
        ("A few dozen pupils stayed.", 24, 100),
        ("Lows will dip into the 20s.", 20, 29),
    ],
)
def test_a_range_has_bounds_and_no_value(text: str, low: int, high: int) -> None:
    fact = only(text)
    assert (fact.value, fact.low, fact.high) == (None, low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A third of the crew fell ill.", 1 / 3),
        ("Two-thirds of the members agreed.", 2 / 3),
        ("Half the harvest was lost.", 0.5),
        ("One in five shops has closed.", 0.2),
        ("It infects 1 in 4 adults.", 0.25),
        ("Some call it 9 out of 10.", 0.9),
        ("The drug cut deaths by a third.", 1 / 3),
    ],
)
def test_a_share_of_a_whole(text: str, value: float) -> None:
    assert only(text).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It killed 34 people.", "="),
        ("It killed at least 34 people.", ">="),
        ("It killed more than 34 people.", ">"),
        ("It can seat up to 34 people.", "<="),
        ("As many as 34 people were aboard.", "<="),
        ("Fewer than 34 people came.", "<"),
        ("Some 34 people came.", "~"),
        ("Nearly 34 people came.", "~"),
        ("An estimated 34 people came.", "~"),
        ("Flats for 34 people or more are rare.", ">="),
        ("The firm employs 3,400+ people.", ">="),
        ("The firm employs 3,400-odd people.", "~"),
        ("Its staff topped 34 people.", ">"),
        ("It taught 34 people aged 50 and over.", "="),
        ("It kept 34 people and at least five dogs.", "="),
        ("It kept 34 people and more than five dogs.", "="),
        ("It can seat as few as 34 people.", ">"),
    ],
)
def test_qualifier(text: str, qualifier: str) -> None:
    """Words around the number say how exact it is; the number's span leaves them out."""
    fact = quantities(text)[0]
    assert fact.qualifier == qualifier
    assert fact.text in {"34", "3,400"}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Shares rose 4%.", "up"),
        ("Shares were down 4%.", "down"),
        ("Approvals edged up to 50,500.", "up"),
        ("Cases doubled to 306.", "up"),
        ("Its margin widened 140 basis points.", "up"),
        ("Prices are up almost a third.", "up"),
        ("The bank raised its rate by 25 basis points.", "up"),
        ("The plan cuts emissions by 90 per cent.", "down"),
        ("The crew shot down 31 drones.", None),
        ("The victims gave up to $85.", None),
        ("The price fell to $30.", "down"),
        ("Shares stood at $30.", None),
        ("The yield moved -0.4%.", "down"),
        ("Some sub-300 seats were sold.", None),
        ("The tank cools to minus-260 degrees.", None),
        ("The tunnel can hold up to 30 cars.", None),
    ],
)
def test_change(text: str, change: str | None) -> None:
    """Verbs and particles of change give a direction; "up to" gives none."""
    assert only(text).change == change


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The new rocket has a range of 300 kilometres.", {"range", "rocket"}),
        ("The rocket, built by a small firm, has a range of 300 kilometres.", {"range", "rocket"}),
        ("About 40% of the orchards were flooded.", {"orchards"}),
        ("The council approved a $9 million grant.", {"grant", "council"}),
        ("The harbour company said it has 90 employees.", {"harbour", "company"}),
        ("Inflation in the region slowed to 3 percent.", {"Inflation", "region"}),
    ],
)
def test_subject(text: str, words: set[str]) -> None:
    """What the figure measures: the nouns it stands with, then whoever has it."""
    assert words <= set((only(text).subject or "").replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Shares of the brewer fell 4%.", "Shares of the brewer"),
        ("The price of the dearest seats rose 4%.", "price of the dearest seats"),
        ("The harbour company has a debt of $9 million.", "harbour company, debt"),
        ("Turnout at the council vote in Riga was 61%.", "Turnout at the council vote in Riga"),
        ("Sales of the Fiat 500 fell 4% in March.", "Sales of the Fiat 500"),
        ("The tax-free sum is $400.", "tax-free sum"),
    ],
)
def test_a_subject_reads_as_the_text_does(text: str, subject: str) -> None:
    """Its words stand in the order of the text with what joins them; commas part what is apart."""
    assert quantities(text)[0].subject == subject


def test_the_names_in_front_of_a_counted_noun_are_its_scope() -> None:
    fact = only("More than 8,000 South Korean workers walked out.")
    assert (fact.unit, fact.scope) == ("worker", "South Korean")
    assert only("The army sent two C-130 planes.").scope is None


def test_a_second_wording_says_the_same_of_the_same_thing() -> None:
    """A conversion in brackets is about what the first figure is about."""
    first, second = quantities("The drone can fly up to 80 kilometres (50 miles).")
    assert first.subject == second.subject
    assert first.qualifier == second.qualifier == "<="


def test_one_of_a_group_is_told_apart_from_a_count() -> None:
    """So that a list of figures can leave it out."""
    assert only("She is one of the finest bakers.").rule == MEMBER
    assert only("She has one son.").rule != MEMBER


def test_a_while_is_no_bound() -> None:
    """What happens "over two years" lasts them; what lasts "for over two years" lasts longer."""
    assert only("The price doubled over two years.").qualifier == "="
    assert only("The repairs went on for over two years.").qualifier == ">"


def test_a_tie_break_is_no_figure_of_its_own() -> None:
    assert [fact.text for fact in quantities("She won 6-3, 7-6 (4).")] == ["6-3", "7-6"]


def test_a_counted_time_is_a_quantity_with_a_timex() -> None:
    fact = only("The repairs took two years.")
    assert (fact.text, fact.value, fact.unit, fact.timex) == ("two years", 2, "year", "P2Y")
    assert fact.timex_type == "DURATION"


@pytest.mark.parametrize(
    "text",
    [
        "An F-16 and an M142 were seen.",
        "The Boeing 737 landed safely.",
        "COVID-19 spread quickly.",
        "The S&P 500 was flat.",
        "Futures on the Nasdaq 100 e-minis were flat.",
        "The town has a 5G mast.",
        "They asked men aged 18 to 34.",
        "See Section 12 and Chapter 3.",
        "They live at 16 Harbour Street.",
        "The 22nd amendment stands.",
        "One should never hurry.",
        "The two agreed to talk.",
        "He was born on Oct. 7, 1961.",
        "It began at 9:30 a.m.",
        "A 35 mm film was shown.",
        "In 1998 everything changed.",
        "Ring 1-800-555-0199 or 0800 123.",
        "Ring +258 84 123 4567.",
        "The 305 area code is full.",
        "The masks are 3M's own.",
        "The Group of Seven will meet.",
        "The game plan is a 4-3-3.",
        "The Under-21 side and the under-18s train here.",
        "They were seen on the 1200 block of Harbour Street.",
        "A shop open 24/7 is handy.",
        "All its USB 3 ports work.",
        "Children aged five to 11 may enter.",
        "Section 14(3) forbids it.",
        "The road is shut between exits 5 and 7.",
        "The ward keeps men aged between 40 and 60.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    """Names, numbering, ordinals, addresses, calibres, pronouns, dates and clock times."""
    assert quantities(text) == []


def test_every_fact_names_its_rule() -> None:
    facts = understand("On Friday 12 boats sank in two hours, at a cost of $3m.").facts
    assert len(facts) == 4
    assert all(fact.rule for fact in facts)
