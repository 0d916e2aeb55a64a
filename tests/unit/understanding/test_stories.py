"""Which articles are of one story: by names and words, by what they say, by time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.stories import DAMS, FERRY, MUSEUM, RIVAL
from tracker.article.reading import Block, BlockKind, Layout, Reading, lay_out
from tracker.understanding.model import Fact
from tracker.understanding.stories.affinity import (
    CERTAIN,
    SUGGESTED,
    Affinity,
    GroundKind,
    affinity,
)
from tracker.understanding.stories.common import Common
from tracker.understanding.stories.likeness import Likeness, Rarity, key_of, likeness
from tracker.understanding.stories.terms import OPENING, Term, TermKind, find_terms

UNKNOWN = Rarity(4, {})


def laid_out(text: str, headline: str | None = None) -> Layout:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.splitlines())
    return lay_out(Reading(headline=headline, blocks=blocks))


def keys(kind: TermKind, text: str, headline: str | None = None) -> list[str]:
    return [term.key for term in find_terms(laid_out(text, headline)) if term.kind is kind]


def scored(one: str, other: str, days: float = 0) -> Affinity:
    alike = likeness(find_terms(laid_out(one)), find_terms(laid_out(other)), UNKNOWN)
    return affinity(alike, Common(), timedelta(days=days), told)


def told(fact: Fact) -> str:
    return fact.text


def test_an_article_is_told_by_its_names_and_the_words_of_its_opening() -> None:
    """Countries by their name in any form; no weekdays, no faint words; each once."""
    text = "On Tuesday the Norwegian ferry Hurtig sank near Cape Rusk. The ferries of Norway sink."
    assert set(keys(TermKind.NAME, text)) == {"norvay", "hurtig", "cape", "rusk"}
    assert keys(TermKind.WORD, text) == ["ferr", "sank", "near", "sink"]


def test_one_name_in_two_spellings_is_one_term() -> None:
    """As transliterations go; shown as it stood first."""
    terms = find_terms(laid_out("It was Volodymyr Zelensky.\nThen Volodymyr Zelenskyy left."))
    names = [term for term in terms if term.kind is TermKind.NAME]
    assert [name.shown for name in names] == ["Volodymyr", "Zelensky"]


@pytest.mark.parametrize("text", ["Mr. Falk left.", "Then Sen. Falk left.", "It was Dr. Falk's."])
def test_a_name_behind_a_title_with_a_full_stop_is_a_name(text: str) -> None:
    assert keys(TermKind.NAME, text) == ["falk"]


def test_a_headline_in_capitals_names_only_what_the_text_names() -> None:
    """ "Ferry Sinks Off Cape Rusk" holds two names, not five."""
    text = "A ferry went down off Cape Rusk."
    assert keys(TermKind.NAME, text, "Ferry Sinks Off Cape Rusk") == ["cape", "rusk"]
    assert "sink" in keys(TermKind.WORD, text, "Ferry Sinks Off Cape Rusk")


def test_words_far_down_tell_nothing() -> None:
    """An article has said by then what it is about."""
    text = " ".join(
        f"word{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}" for n in range(OPENING)
    )
    assert "zebra" not in keys(TermKind.WORD, f"{text} zebras")
    assert "zebra" in keys(TermKind.WORD, f"zebras {text}")


def test_articles_on_one_event_are_alike_and_others_are_not() -> None:
    """Two accounts of one sinking; a museum's opening; another accident on the water."""
    assert scored(FERRY, RIVAL).score >= CERTAIN
    assert scored(FERRY, MUSEUM).score < SUGGESTED / 2
    assert scored(FERRY, DAMS).score < SUGGESTED


def test_a_rare_term_tells_more_than_a_common_one() -> None:
    """The more articles hold it, the less it says; never nothing at all."""
    term = Term(TermKind.NAME, "rusk", "Rusk")
    weights = [Rarity(1000, {key_of(term): held}).of(key_of(term)) for held in (0, 10, 1000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0


def test_weeks_between_articles_make_their_kinship_uncertain() -> None:
    """Not the first days; then less and less, but half the score is kept."""
    fresh, late, old = (scored(FERRY, RIVAL, days) for days in (2, 21, 3000))
    assert fresh.score > late.score > old.score >= fresh.score / 2 - 0.01
    assert old.score < CERTAIN
    assert GroundKind.TIME not in [ground.kind for ground in fresh.grounds]
    assert late.grounds[-1].kind is GroundKind.TIME
    assert late.grounds[-1].added < 0


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.timedeltas(timedelta(), timedelta(days=9999)),
)
def test_grounds_add_up_to_the_score(
    value: float, names: float, is_copy: bool, apart: timedelta
) -> None:
    """Whatever they are; and the score stays between 0 and 1."""
    alike = Likeness(value, value * names, (Term(TermKind.NAME, "rusk", "Rusk"),))
    found = affinity(alike, Common((), (), is_copy), apart, told)
    assert 0 <= found.score <= 1
    assert sum(ground.added for ground in found.grounds) == pytest.approx(found.score, abs=0.004)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"])), st.lists(st.sampled_from(["b", "c", "e"])))
def test_likeness_is_the_same_either_way_round(one: list[str], other: list[str]) -> None:
    """Between 0 and 1, and 1 for the same terms."""
    first, second = (
        [Term(TermKind.WORD, key, key) for key in sorted(set(found))] for found in (one, other)
    )
    there, back = likeness(first, second, UNKNOWN), likeness(second, first, UNKNOWN)
    assert there.value == pytest.approx(back.value)
    assert -1e-9 <= there.value <= 1 + 1e-9
    if first:
        assert likeness(first, first, UNKNOWN).value == pytest.approx(1)
