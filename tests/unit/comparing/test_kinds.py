"""What an edit changed: a table of edits as newsrooms make them."""

import pytest

from tracker.comparing.align import align_sentences
from tracker.comparing.kinds import Judge
from tracker.comparing.model import LinkKind

SAME = [
    ("“It’s over,” she said.", '"It\'s over," she said.'),
    ("The  river rose.", "The river rose."),
]
STYLE = [
    # spelling, punctuation, titles, contractions
    ("The centre organised the defence.", "The center organized the defense."),
    ("The cease-fire held.", "The ceasefire held."),
    ("On Monday, the river rose.", "The river rose on Monday."),
    ("Ms. Ana Ruiz was there.", "Ana Ruiz was there."),
    ("They did not go.", "They didn't go."),
    # figures and places in another house's style
    ("It took three days.", "It took 3 days."),
    ("Prices rose 5 percent.", "Prices rose 5%."),
    ("The United States agreed.", "The U.S. agreed."),
    ("It happened on Sept. 3.", "It happened on September 3."),
    ("They live in Salem, Ore.", "They live in Salem, Oregon."),
    # attribution and wording
    ("The lake is low, Falk said.", "The lake is low, Falk added."),
    ("The minister underscored the risk.", "The minister highlighted the risk."),
    ("But the lake is low.", "The lake is low."),
    ("They have also opened two wells.", "They have opened two wells."),
    ("The lake can freeze.", "The lake could freeze."),
    ("According to Ruiz, the lake is low.", "The lake is low, Ruiz said."),
    ("Falk says he'll sign it.", "Falk said he would sign it."),
    ("We can't row to Ávila.", "We cannot row to Avila."),
    ("They did n't reply .", "They did not reply ."),
    ("They did not declare it.", "They failed to declare it."),
    ("LUND (AP) — Authorities closed it.", "LUND (AP) — Police closed it."),
    ("It is one of the oldest mills.", "It is among the oldest mills."),
    ("The friends weren't hurt.", "The friends were unharmed."),
    ("Falk, 52, left.", "Falk, who is 52 years old, left."),
    ("Ruiz was to meet them Monday.", "Ruiz was scheduled to meet them on Monday."),
    # an attribute more; a word for a word
    ("The mill stood empty.", "The old mill stood empty."),
    ("Guests who attended the dinner left.", "Guests at the dinner left."),
    ("The tired ferry crept past Lund.", "The tired ferry inched past Lund."),
]
DETAIL = [
    ("The mayor resigned.", "The mayor, who had led the city since 2011, resigned."),
    ("The bus left the road near Lund and fell into a dry canal.", "The bus left the road."),
    ("It was a release.", "It was what felt like a release."),
    ("The pilots were asleep.", "The pilots were reportedly asleep."),
    ("Guests came for dinner.", "Most guests came for dinner."),
    (
        "The fire burned for hours.",
        "The fire, set by a boiler, burned for hours and spared 14 barns.",
    ),
    # a phrase of its own, however short
    ("Two crewmen were flown out.", "Two crewmen were flown out with burns."),
    ("The bus stood outside a bank.", "The bus stood outside a bank in Lund."),
    ("Homes lost power.", "Homes and mills lost power."),
    ("Falk faces bribery charges.", "Falk faces bribery and fraud charges."),
    ("The march blocked the bridge.", "The march, which began at dawn, blocked the bridge."),
    ("The crew was aboard.", "The crew was aboard but was safe."),
    ("The company said it would help.", "The company, KMC, said it would help."),
    ("Ruiz praised the raid.", "Ruiz praised the raid but did not say who was responsible."),
]
FACT = [
    # figures and dates
    ("The quake killed 30 people.", "The quake killed 34 people."),
    ("The bridge cost $1.5 million.", "The bridge cost $15 million."),
    ("The talks begin on Monday.", "The talks begin on Tuesday."),
    ("Dozens were hurt.", "Hundreds were hurt."),
    ("Three hours passed.", "Three days passed."),
    # status, charge, negation
    ("The mayor is expected to be released.", "The mayor was released."),
    ("Falk was charged with murder.", "Falk was charged with manslaughter."),
    ("The mayor did resign.", "The mayor did not resign."),
    ("The judge released all defendants.", "The judge released some defendants."),
    ("Two climbers were killed.", "Two climbers were injured."),
    ("The council approved the plan.", "The council rejected the plan."),
    ("Shares rose.", "Shares fell."),
    ("The talks are postponed.", "The talks are cancelled."),
    ("The driver was arrested.", "The driver was charged."),
    # places and names
    (
        "The storm crossed the north of the island.",
        "The storm crossed the northwest of the island.",
    ),
    ("The trial of Falk opened in Bergen.", "The trial of Falk opened in Tromso."),
    ("The office of Ana Ruiz was searched.", "The office of Mirko Falk was searched."),
    ("The truck hit a school.", "The truck hit a hospital."),
    # figures in words, and words for figures that nobody gave
    ("More than a million people marched.", "More than two million people marched."),
    ("The hurt were taken to several clinics.", "The hurt were taken to nine clinics."),
    # what was likely, planned or left open is settled
    ("Falk is likely to be replaced.", "Falk will be replaced."),
    ("If approved, two schools would shut in June.", "Two schools will shut in June."),
    ("Issues remained to be resolved.", "The issues were resolved."),
    ("Troops were preparing to enter the inn.", "Troops searched the inn."),
    ("A warning was issued for the coast.", "The warning for the coast was lifted."),
    ("Four miners are missing.", "Four miners who had been missing were found dead."),
    # of the same subject, or in the same place, something else is told
    ("The envoy said she was deeply worried.", "The envoy said that sanctions were considered."),
    (
        "Gunmen seized the radio station and barred every road.",
        "Loyal troops retook the radio station after a brief battle.",
    ),
]
QUOTE = [
    ("“The lake is dead,” Falk said.", "“The lake is sick,” Falk said."),
    ("Ruiz called it “a shameful evening”.", "Ruiz called it “a painful defeat”."),
    ("`` Nobody wants this , '' Falk said .", "`` We have no choice , '' Falk said ."),
]
TABLE = [
    (old, new, kind)
    for kind, rows in (
        (LinkKind.SAME, SAME),
        (LinkKind.STYLE, STYLE),
        (LinkKind.DETAIL, DETAIL),
        (LinkKind.FACT, FACT),
        (LinkKind.QUOTE, QUOTE),
    )
    for old, new in rows
]


@pytest.mark.parametrize(("old", "new", "kind"), TABLE)
def test_the_kind_says_what_the_edit_changed(old: str, new: str, kind: LinkKind) -> None:
    assert Judge([old], [new]).kind(old, new) == kind


@pytest.mark.parametrize(("old", "new", "kind"), TABLE)
def test_undoing_an_edit_is_of_the_same_kind(old: str, new: str, kind: LinkKind) -> None:
    assert Judge([new], [old]).kind(new, old) == kind


def test_another_part_of_one_persons_name_is_a_matter_of_style() -> None:
    """The full name stands elsewhere in the article, so both name its bearer."""
    full = "Human rights chief Zara al-Haddad visited the camp."
    old, new = "The camp must close, Ms. Zara said.", "The camp must close, Ms. al-Haddad said."
    assert Judge([full, old], [full, new]).kind(old, new) == LinkKind.STYLE
    assert Judge([old], [new]).kind(old, new) == LinkKind.FACT


def test_what_one_half_of_a_split_lacks_stands_in_the_other() -> None:
    old = ["The lake froze on Monday and the boats of Lund Island were locked in the harbour."]
    new = [
        "The lake froze on Monday.",
        "The boats of Lund Island were locked in the harbour.",
    ]
    assert [link.kind for link in align_sentences(old, new)] == [LinkKind.STYLE] * 2


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Work begins in March.", "Work begins in May.", LinkKind.FACT),
        ("Work may begin in March.", "Work may begin in May.", LinkKind.FACT),
        ("May 5 is the last day.", "June 5 is the last day.", LinkKind.FACT),
        ("It opens on 5 May.", "It opens on 5 July.", LinkKind.FACT),
        ("Ministers May Resign", "Ministers Might Resign", LinkKind.STYLE),
        ("May it hold.", "Might it hold.", LinkKind.STYLE),
    ],
)
def test_the_month_of_may_is_a_date_and_the_verb_is_not(old: str, new: str, kind: LinkKind) -> None:
    assert Judge([old], [new]).kind(old, new) == kind
