"""Noise makes no version, and nothing that asserts something is noise."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.article.reading import Block, BlockKind, Notice, NoticeKind, Reading
from tracker.reading.noise.folding import fold
from tracker.reading.noise.substance import NoiseDifference, noise_between, substance

_TYPOGRAPHIC = st.text(
    alphabet="ab 12.-–—―−‒…“”\"'’‘«»\u00a0\u202f\u00ad\u200b\ufb01%$\n\té\u0301" + "\ud800\0",
    max_size=40,
)


def _article(*lines: str, **fields: object) -> Reading:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Reading(blocks=blocks, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The flood killed 12 people.", "The flood killed 21 people."),
        ("The dam cost $1.5m.", "The dam cost $15m."),
        ("Output changed by -5% in May.", "Output changed by 5% in May."),
        ("Output changed by −5% in May.", "Output changed by 5% in May."),
        ("Ober won 2-3 on Sunday.", "Ober won 23 on Sunday."),
        ("Between 2–3 wells failed.", "Between 23 wells failed."),
        ("Between 2 – 3 wells failed.", "Between 2 3 wells failed."),
        ("The vote is on March 3.", "The vote is on March 5."),
        ("Doors open at 9:00 p.m.", "Doors open at 7:30 p.m."),
        ("The search took 3 hours.", "The search took 3 days."),
        ("The mayor called it a failure.", "The mayor called it “a failure.”"),
        ("The mayor called it a failure.", "The mayor called it 'a failure'."),
        ("Some forty houses burned.", "Some ninety houses burned."),
        ("The bridge is safe.", "The bridge is not safe."),
        ("Wells 1 000 deep.", "Wells 1000 deep."),
        ("It is 1,5 meters.", "It is 15 meters."),
        ("It holds 10² liters.", "It holds 102 liters."),
        ("He re-signed.", "He resigned."),
        ("Is it over?", "It is over."),
        ("The toll is 5+ now.", "The toll is 5 now."),
    ],
)
def test_what_asserts_something_is_never_noise(old: str, new: str) -> None:
    """Figures, signs, ranges, dates, clock times, negation, quotation marks: all count."""
    assert substance(_article(old)) != substance(_article(new))
    assert noise_between(_article(old), _article(new)) == ()


@pytest.mark.parametrize(
    ("reason", "old", "new"),
    [
        ("quotation glyphs", '"We hold," she said.', "“We hold,” she said."),
        ("quotation glyphs", "The town's dam", "The town’s dam"),
        ("spaces", "The dam holds.", "The\u00a0dam  holds."),
        ("invisible characters", "The reservoir", "The reser\u00advoir\u200b"),
        ("composed letters", "the cafe\u0301", "the caf\u00e9"),
        ("ligatures", "a fire", "a \ufb01re"),
        ("ellipses", "And then…", "And then..."),
        ("ellipses", "And then . . . nothing", "And then ... nothing"),
        ("dashes", "The dam – the last – holds", "The dam—the last—holds"),
        ("dashes", "The dam -- the last -- holds", "The dam — the last — holds"),
    ],
)
def test_typography_is_noise_with_its_reason(reason: str, old: str, new: str) -> None:
    """A house style, a keyboard or a CMS changes these on its own."""
    assert substance(_article(old)) == substance(_article(new))
    assert noise_between(_article(old), _article(new)) == (NoiseDifference(reason, old, new),)


def test_several_reasons_are_all_named() -> None:
    """A line whose quotes and spaces both changed says so."""
    (found,) = noise_between(_article('"No"  more'), _article("“No” more"))
    assert found.reason == "spaces, quotation glyphs"


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("relative time", "5 minutes ago"),
        ("relative time", "Updated 2 hours ago"),
        ("relative time", "Just now"),
        ("relative time", "8 min ago · 1,204 reads"),
        ("counter", "1,204 shares"),
        ("counter", "12 Comments"),
        ("counter", "Comments (12)"),
        ("counter", "4 min read"),
        ("related link", "Read more: What the dam cost the valley"),
        ("related link", "[Related: The valley’s longest night]"),
        ("related link", "Most read in world news"),
        ("advertisement", "Advertisement"),
        ("advertisement", "Story continues below this advertisement"),
        ("newsletter", "Sign up for our evening newsletter"),
        ("sharing", "Share on Facebook"),
    ],
)
def test_furniture_lines_are_noise(reason: str, line: str) -> None:
    """A line of the page that comes, goes or counts on makes no version."""
    plain, furnished = _article("The dam holds."), _article("The dam holds.", line)
    assert substance(plain) == substance(furnished)
    assert noise_between(plain, furnished) == (NoiseDifference(reason, None, line),)
    assert noise_between(furnished, plain) == (NoiseDifference(reason, line, None),)


@pytest.mark.parametrize(
    "line",
    [
        "The search ended 3 hours ago.",
        "21 deaths",
        "Shares fell 12 percent.",
        "Updated 9 p.m. ET",
        "Read more books, the minister told pupils.",
        "Get out, the mayor wrote in an alert to her staff, or drown.",
        "Comments by the mayor angered the valley.",
        "3 hours",
    ],
)
def test_lines_that_report_are_not_furniture(line: str) -> None:
    """Only a line that wholly consists of furniture counts."""
    assert substance(_article("The dam holds.", line)) != substance(_article("The dam holds."))


def test_furniture_is_paired_kind_by_kind() -> None:
    """A relative time that moved on is one difference, not two."""
    old = _article("The dam holds.", furniture=("5 minutes ago", "10 shares"))
    new = _article("The dam holds.", furniture=("40 minutes ago", "12 shares"))
    assert noise_between(old, new) == (
        NoiseDifference("relative time", "5 minutes ago", "40 minutes ago"),
        NoiseDifference("counter", "10 shares", "12 shares"),
    )


def test_times_section_and_address_are_no_substance() -> None:
    """A later "modified" alone makes no version."""
    time_ = datetime(2024, 11, 17, tzinfo=UTC)
    dressed = _article(
        "The dam holds.", modified=time_, published=time_, address="https://a.example/1"
    )
    assert substance(dressed) == substance(_article("The dam holds."))


def test_headline_dek_bylines_and_notices_are_substance() -> None:
    """A change of the headline alone makes a version."""
    plain = _article("The dam holds.")
    notice = Notice(NoticeKind.CORRECTION, "Correction: the dam holds.")
    for fields in (
        {"headline": "Dam holds"},
        {"dek": "The valley waits"},
        {"bylines": ("Ann Low",)},
        {"notices": (notice,)},
    ):
        assert substance(_article("The dam holds.", **fields)) != substance(plain)


def test_a_moved_word_boundary_between_blocks_is_substance() -> None:
    """Blocks are hashed apart: "ab" + "c" is not "a" + "bc"."""
    assert substance(_article("ab", "c")) != substance(_article("a", "bc"))


@given(_TYPOGRAPHIC)
def test_folding_is_idempotent(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)


@given(_TYPOGRAPHIC)
def test_folding_keeps_every_figure(text: str) -> None:
    """No digit, sign or percentage comes or goes."""
    kept = [each for each in text if each in "0123456789%$−"]
    assert [each for each in fold(text) if each in "0123456789%$−"] == kept


@given(_TYPOGRAPHIC, _TYPOGRAPHIC)
def test_equal_substance_is_an_equivalence(one: str, other: str) -> None:
    """It is equality of folds: reflexive, symmetric and transitive with the folded text between."""
    same = substance(_article(one)) == substance(_article(other))
    assert same == (fold(one) == fold(other)) or not (fold(one) and fold(other))
    assert substance(_article(one)) == substance(_article(fold(one)))


def test_noise_of_a_long_article_takes_linear_time() -> None:
    """20,000 paragraphs whose quotes all changed are compared in seconds, not minutes."""
    old = _article(*(f'Well {n} "holds".' for n in range(20_000)))
    new = _article(*(f"Well {n} “holds”." for n in range(20_000)))
    started = time.perf_counter()
    assert len(noise_between(old, new)) == 20_000
    assert time.perf_counter() - started < 20
