"""What changes on its own is told from what an editor changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.reading.pages import BODY
from tracker.article.reading import Block, BlockKind, Notice, NoticeKind, Reading
from tracker.reading.read import read
from tracker.reading.regions.aligning import Run, runs
from tracker.reading.regions.fingerprint import Fingerprint, Slot, pack, unpack
from tracker.reading.regions.judging import LEARNED, Verdict, judge
from tracker.reading.regions.places import place_of
from tracker.reading.regions.remembering import first_slots, with_reading
from tracker.reading.regions.segments import DECLARED, SEAM, scan
from tracker.reading.regions.setting_aside import asides_of, set_aside, texts_aside

ADVERTISEMENTS = (
    "Halden Boots keep feet warm from the first snow",
    "Fly to the islands with hand luggage included",
    "Sleep well on a Morpho mattress, a hundred nights on trial",
    "Recipe boxes with halloumi, brought to any door",
    "Optik Lund makes glasses within an hour",
    "Zenno electric cars for families",
)
HEADLINE = "Dam above Ober holds"


def page(
    noise: int = 0, *, headline: str = HEADLINE, body: tuple[str, ...] = BODY, after: int = 1
) -> str:
    """A page whose `noise` is others for every number: a token, a time, counts, what is sold."""
    sold = ADVERTISEMENTS[noise % len(ADVERTISEMENTS)]
    texts = [f"<p>{text}</p>" for text in body]
    texts.insert(after, f"<p>{sold}</p>")
    read_most = "".join(f"<li>{noise}{rank} ways to cook turnips</li>" for rank in range(3))
    return (
        f"<html lang='en'><head><title>{headline}</title><meta name='csrf' content='{noise}'>"
        "</head>"
        f"<body><article><h1>{headline}</h1><p>Updated {noise + 2} minutes ago</p>"
        f"<div class='bar'><span>{1000 + noise} shares</span></div>"
        f"<div class='text'>{''.join(texts)}</div></article>"
        f"<aside class='most'><ul>{read_most}</ul></aside></body></html>"
    )


def look(
    before: Fingerprint | None, markup: str, known: frozenset[str] = frozenset()
) -> Fingerprint:
    """The fingerprint after a look at a page that was read."""
    seen, reading = scan(markup), read(markup)
    slots = (
        judge(before, seen, lambda: known).slots if before else first_slots(seen, reading, known)
    )
    return Fingerprint(seen.segments, with_reading(seen, slots, reading))


def verdict(before: Fingerprint, markup: str) -> Verdict:
    return judge(before, scan(markup), frozenset)


@pytest.fixture(scope="module")
def known() -> Fingerprint:
    """A page after three looks that differed in noise."""
    seen = None
    for noise in range(3):
        seen = look(seen, page(noise))
    assert seen is not None
    return seen


def test_scan_finds_what_readers_see() -> None:
    """Scripts, styles, comments and attributes are not seen; inline tags end no segment."""
    markup = """<html><head><title>A title</title><meta property="og:title" content="Told">
    <script type="application/ld+json">{"headline": "In JSON"}</script><style>p {}</style></head>
    <body><!-- <p>no</p> --><p class="x">One <b>two</b>
    three</p><SCRIPT>if (1 < 2) {}</SCRIPT><svg><text>no</text></svg><br>four</body></html>"""
    seen = scan(markup)
    assert seen.segments[: seen.declared] == [f"{DECLARED}Told", f"{DECLARED}headline: In JSON"]
    shown = [" ".join(text.split()) for text in seen.segments[seen.declared :]]
    assert shown == ["A title", f"One {SEAM}two{SEAM} three", "four"]


@pytest.mark.parametrize(
    "unit", ["<", "<script>", "<!--", "<p>", "<p>a", '<meta name="author"', "</"]
)
def test_scan_and_judging_take_hostile_pages(unit: str) -> None:
    """Half a megabyte of anything is scanned and compared in time that grows with it."""
    seen = scan(unit * (500_000 // len(unit)))
    other = scan(f"<p>b</p>{unit * (500_000 // len(unit))}<p>c</p>")
    slots = [Slot()] * len(seen.segments)
    judge(Fingerprint(seen.segments, slots), other, frozenset)


def test_places_hold_for_other_pages_of_an_outlet() -> None:
    """The container's class and the rank in it tell a slot again; figures in classes do not."""
    one = scan("<div class='a1'><p>x</p><p>y</p></div>")
    other = scan("<div><div class='a2'><p>u</p><p>v</p><p>w</p><p>z</p></div></div>")
    assert set(place_of(one, 0).keys) & set(place_of(other, 0).keys)
    assert set(place_of(one, 1).keys) & set(place_of(other, 3).keys)
    assert not set(place_of(one, 0).keys) & set(place_of(other, 1).keys)


def test_runs_are_what_differs() -> None:
    """A segment that moved is a difference at both of its places."""
    found = list(runs("abcdef", "abXdefY", is_anchor=lambda _: True))
    assert found == [Run(range(2, 3), range(2, 3)), Run(range(6, 6), range(6, 7))]
    moved = list(runs("abcd", "acbd", is_anchor=lambda _: True))
    assert sum(len(run.old) for run in moved) == sum(len(run.new) for run in moved) == 1


@given(
    st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.sampled_from("abcde"), max_size=12)
)
def test_runs_tell_the_whole_difference(old: list[str], new: list[str]) -> None:
    """Putting the new sides of all runs in the place of the old ones makes the new page."""
    made, at = [], 0
    for run in runs(old, new, is_anchor=lambda _: True):
        made += [*old[at : run.old.start], *(new[number] for number in run.new)]
        at = run.old.stop
    assert [*made, *old[at:]] == new


def test_fingerprints_come_back_as_they_were(known: Fingerprint) -> None:
    """Packed and unpacked, nothing is lost."""
    assert unpack(pack(known)) == known
    told = '<script type="application/ld+json">{"headline": "a < b"}</script>'
    odd = scan(f"<head>{told}</head><p>One</p>")
    slots = [Slot(300, 400, inside=True), Slot(1, 2, aside=True)]
    back = unpack(pack(Fingerprint(odd.segments, slots)))
    assert back
    assert back.segments == odd.segments
    assert back.slots == [Slot(255, 255, inside=True), slots[1]]
    empty = Fingerprint([], [], developing=True)
    assert unpack(pack(empty)) == empty


def test_the_third_look_needs_no_reading() -> None:
    """Two comparisons are enough, in bare paragraphs too; the second look still has to be read."""
    first = look(None, page(0))
    assert not verdict(first, page(1)).only_noise
    third = verdict(look(first, page(1)), page(2))
    assert third.only_noise
    assert set(third.reasons) == {"relative time", "counter", LEARNED}


def test_what_was_learned_holds_for_other_articles() -> None:
    """A place found out in one article is set aside at the first look at another."""
    first = look(None, page(0))
    seen = scan(page(2))
    found = judge(look(first, page(1)), seen, frozenset)
    known = frozenset(key for number in found.learned for key in place_of(seen, number).keys)
    other = page(4, headline="Ferry is late", body=tuple(f"{text} Again." for text in BODY))
    print_ = look(None, other, known)
    reading = set_aside(read(other), texts_aside(print_.segments, print_.slots))
    assert ADVERTISEMENTS[4] not in reading.text
    assert ADVERTISEMENTS[4] in reading.furniture
    assert len(reading.blocks) == len(BODY)


EDITS = {
    "a figure": BODY[1].replace("1,200", "1,300"),
    "a negation": BODY[3].replace("should end", "should not end"),
    "quotation marks": BODY[2].replace("stayed closed", "“stayed closed”"),
    "a date": BODY[0].replace("Sunday", "Monday"),
    "a word for a number": BODY[2].replace("Two", "Nine"),
}


@pytest.mark.parametrize("new", EDITS.values(), ids=EDITS)
def test_edits_are_found_under_noise(known: Fingerprint, new: str) -> None:
    """Figures, dates, negation and quotation marks never are noise."""
    old = max(BODY, key=lambda text: len(set(text.split()) & set(new.split())))
    body = tuple(new if text == old else text for text in BODY)
    assert not verdict(known, page(3, body=body)).only_noise


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Repairs will cost $11 million, up from $6 million in spring.", "$11|$17"),
        ("The dam is insured for as much as $1.5m, twice as much as from $0.8m on.", "1.5m|15m"),
        ("The sale of the mill brought 300,000 crowns, Karl Linde told the paper.", "300|800"),
        ("The deal saves 40 jobs, its owner said.", "40|14"),
    ],
)
def test_figures_of_news_that_sounds_like_an_advertisement_are_edits(old: str, new: str) -> None:
    """A price, a deal and a sale are news as well, and this is the first look at a change."""
    before, after = new.split("|")
    seen = look(None, page(body=(*BODY, old)))
    assert not verdict(seen, page(body=(*BODY, old.replace(before, after)))).only_noise


def test_a_moved_paragraph_is_an_edit(known: Fingerprint) -> None:
    """Order counts."""
    assert not verdict(known, page(3, body=(*BODY[:2], BODY[3], BODY[2]))).only_noise


def test_a_new_headline_is_an_edit_however_often_it_changes() -> None:
    """Headlines are never learned to change on their own."""
    seen = look(None, page(0))
    for noise, headline in enumerate(ADVERTISEMENTS[:5], start=1):
        assert not verdict(seen, page(noise, headline=headline)).only_noise
        seen = look(seen, page(noise, headline=headline))


def test_an_edit_in_the_place_of_noise_is_found(known: Fingerprint) -> None:
    """A paragraph that stands where something was sold, and one beside it, are the article's."""
    new = "The governor of Ober told crews to leave the lower town before the night."
    sold = f"<p>{ADVERTISEMENTS[3]}</p>"
    for markup in (
        page(3).replace(sold, f"<p>{new}</p>"),
        page(3).replace(sold, f"{sold}<p>{new}</p>"),
        page(3).replace(sold, f"<p>{new}</p>{sold}"),
    ):
        assert not verdict(known, markup).only_noise
        slots = look(known, markup)
        reading = set_aside(read(markup), texts_aside(slots.segments, slots.slots))
        assert new in reading.text


def test_what_is_sold_may_be_absent_for_once(known: Fingerprint) -> None:
    """A region that is empty this time shows nothing new."""
    assert verdict(known, page(3).replace(f"<p>{ADVERTISEMENTS[3]}</p>", "")).only_noise


def test_older_looks_are_told_what_was_none_of_the_article(known: Fingerprint) -> None:
    """What stood in the same place at the first look is found by what stands around it."""
    texts = asides_of(scan(page(0)), look(known, page(3)))
    assert ADVERTISEMENTS[0] not in set_aside(read(page(0)), texts).text


def test_setting_aside_keeps_notices_in_their_places() -> None:
    """Notices point to their blocks; one with a notice stays, and so does a whole article."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in ("One.", "Sold.", "Corrected."))
    notice = Notice(NoticeKind.CORRECTION, "Corrected.", field="block:2", end=10)
    reading = Reading(blocks=blocks, notices=(notice,))
    aside = set_aside(reading, {"Sold."})
    assert [block.text for block in aside.blocks] == ["One.", "Corrected."]
    assert aside.notices[0].field == "block:1"
    assert set_aside(reading, {"Corrected."}) == reading
    assert set_aside(Reading(blocks=blocks[:1]), {"One."}).blocks == blocks[:1]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, ...]:
    """The body after one real edit: words replaced, figures changed, paragraphs come and gone."""
    body = list(BODY)
    at = draw(st.integers(0, len(body) - 1))
    words = body[at].split()
    place = draw(st.integers(0, len(words) - 1))
    match draw(st.sampled_from(("word", "figure", "drop word", "drop", "add", "swap"))):
        case "word":
            words[place] = draw(st.sampled_from(("not", "nine", "7,300", "“dry”", "Kelby")))
        case "figure":
            words.insert(place, str(draw(st.integers(0, 10**6))))
        case "drop word":
            del words[place]
        case "drop":
            return tuple(body[:at] + body[at + 1 :])
        case "add":
            text = draw(st.sampled_from(("He was 54.", "Crews from Ober said so.", "No one died.")))
            return (*body[:at], text, *body[at:])
        case _:
            other = (at + 1) % len(body)
            body[at], body[other] = body[other], body[at]
            return tuple(body)
    body[at] = " ".join(words)
    return tuple(body)


@given(edits(), st.integers(3, 60), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_whatever_real_edit_is_found_under_noise(
    known: Fingerprint, body: tuple[str, ...], noise: int, after: int
) -> None:
    """Whatever is edited, wherever what is sold stands now: the page is read again."""
    found = verdict(known, page(noise, body=body, after=min(after, len(body))))
    assert found.only_noise is (body == BODY and after == 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The deal would save 300 jobs in the north.",
            "The deal would save 500 jobs in the north.",
        ),
        ("The offer runs to $11 million.", "The offer runs to $17 million."),
        ("Tickets go on sale on 3 May.", "Tickets go on sale on 5 May."),
    ],
)
def test_a_figure_in_words_that_sell_is_news_until_they_are_known_to_turn_over(
    old: str, new: str
) -> None:
    """Sales, deals and offers are reported on, too."""
    before = scan(f"<article><p>{old}</p></article>")
    known = Fingerprint(before.segments, [Slot(inside=True)] * len(before.segments))
    assert not judge(known, scan(f"<article><p>{new}</p></article>"), lambda: ()).only_noise
