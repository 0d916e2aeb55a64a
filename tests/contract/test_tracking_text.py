"""Texts without an address find their article; and no character of a text is lost or harmful."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.desk import ADDRESS, NOON, desk, dump
from tracker.errors import InputError
from tracker.projections.lookup import find_article
from tracker.projections.queries import Among, Span, article_records
from tracker.projections.records import ShiftRecord
from tracker.projections.shifted import shift_records
from tracker.projections.streams import load_article
from tracker.reading.read import read
from tracker.services.context import Context
from tracker.services.keeping.verifying import verify_all
from tracker.services.taking.files import take_file
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import Taken, take

PARAGRAPHS = (
    "The bridge over the sound will be closed for three weeks in May while cables are replaced.",
    "About 14,000 cars cross it on a working day, the road office said in a letter to the towns.",
    "Buses will run to the ferry landing instead, every ten minutes in the morning and evening.",
    "The work was put off twice, because the steel that was ordered for it did not arrive in time.",
)
OTHERS = (
    "The orchestra plays its last concert in the old hall on Friday, before the builders move in.",
    "Its new home on the quay holds 1,100 people and was paid for by the town and two foundations.",
    "Tickets for the opening week were sold out within an hour, its director said on Monday.",
)


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def text(headline: str, *paragraphs: str) -> str:
    return "\n\n".join([headline, *paragraphs]) + "\n"


BRIDGE = text("Sound bridge to close in May", *PARAGRAPHS)
EDITED = BRIDGE.replace("three weeks", "five weeks")
CONCERT = text("Last concert in the old hall", *OTHERS)


def given(
    context: Context,
    file: Path,
    content: str,
    *,
    article: str | None = None,
    outlet: str | None = None,
) -> Taken:
    """Take in a file of this content."""
    file.write_text(content, encoding="utf-8")
    return take_file(context, file, article=article, outlet=outlet)


def test_a_file_edited_in_place_is_the_next_version(context: Context, tmp_path: Path) -> None:
    """Known by its path, whatever it says now."""
    first = given(context, tmp_path / "bridge.txt", BRIDGE)
    second = given(context, tmp_path / "bridge.txt", EDITED)
    assert (first.article, first.version) == (second.article, 1)
    assert (second.version, second.matched) == (2, None)


def test_an_edited_copy_under_another_name_finds_its_article(
    context: Context, tmp_path: Path
) -> None:
    """By its paragraphs, and it says by how many; from then on its path is known too."""
    given(context, tmp_path / "concert.txt", CONCERT)
    first = given(context, tmp_path / "bridge.txt", BRIDGE)
    copy = given(context, tmp_path / "pasted-later.txt", EDITED)
    assert (copy.article, copy.version, copy.is_new_article) == (first.article, 2, False)
    assert copy.matched == pytest.approx(3 / 4)
    again = given(context, tmp_path / "pasted-later.txt", BRIDGE)
    assert (again.article, again.version, again.matched) == (first.article, 3, None)
    (figure,) = [s.shift for s in shifts_of(context, first.article) if s.new_version == 2]
    assert figure.old is not None
    assert figure.new is not None
    assert (figure.old.text, figure.new.text) == ("three weeks", "five weeks")


def test_a_text_that_shares_too_little_is_another_article(context: Context, tmp_path: Path) -> None:
    """A quarter of the paragraphs is an agency's boilerplate, not the article."""
    first = given(context, tmp_path / "bridge.txt", BRIDGE)
    other = given(context, tmp_path / "other.txt", text("Roads in May", PARAGRAPHS[0], *OTHERS))
    assert other.is_new_article
    assert other.article != first.article


def test_two_short_texts_are_two_articles(context: Context, tmp_path: Path) -> None:
    """Paragraphs that recur everywhere tell nothing."""
    one = given(context, tmp_path / "a.txt", text("Bridge shut", "This is a developing story."))
    two = given(context, tmp_path / "b.txt", text("Hall opens", "This is a developing story."))
    assert one.article != two.article


def test_half_of_the_paragraphs_is_not_enough(context: Context, tmp_path: Path) -> None:
    """Two follow-ups may share their background."""
    first = given(context, tmp_path / "bridge.txt", BRIDGE)
    other = given(context, tmp_path / "next.txt", text("Bus strike", *PARAGRAPHS[:2], *OTHERS[:2]))
    assert other.article != first.article


def test_an_agency_text_stays_one_article_per_outlet(context: Context, tmp_path: Path) -> None:
    """Word for word the same or edited: what one outlet prints is no version of another's."""
    ours = given(context, tmp_path / "post.txt", BRIDGE, outlet="Harbour Post")
    theirs = given(context, tmp_path / "radio.txt", BRIDGE, outlet="Coast Radio")
    later = given(context, tmp_path / "radio-later.txt", EDITED, outlet="Coast Radio")
    assert theirs.is_new_article
    assert theirs.article != ours.article
    assert (later.article, later.version) == (theirs.article, 2)
    with context.engine.connect() as connection:
        versions = {r.outlet: r.versions for r in article_records(connection, Among())}
    assert versions == {"Harbour Post": 1, "Coast Radio": 2}


def test_a_path_is_not_of_two_outlets(context: Context, tmp_path: Path) -> None:
    """A file that is used for every text that comes in mixes nothing up."""
    ours = given(context, tmp_path / "pasted.txt", BRIDGE, outlet="Harbour Post")
    with pytest.raises(InputError, match=r"of 'Harbour Post', not of 'Coast Radio'"):
        given(context, tmp_path / "pasted.txt", CONCERT, outlet="Coast Radio")
    again = given(context, tmp_path / "pasted.txt", EDITED, outlet="Harbour Post")
    assert (again.article, again.version) == (ours.article, 2)


def test_a_text_that_two_articles_hold_is_neither(context: Context, tmp_path: Path) -> None:
    """Without an outlet nothing tells whose copy it is."""
    ours = given(context, tmp_path / "post.txt", BRIDGE, outlet="Harbour Post")
    theirs = given(context, tmp_path / "radio.txt", BRIDGE, outlet="Coast Radio")
    copy = given(context, tmp_path / "copy.txt", EDITED)
    assert copy.is_new_article
    assert copy.article not in {ours.article, theirs.article}


def test_the_article_can_be_named(context: Context, tmp_path: Path) -> None:
    """Then it is a version of that one, however little it shares with it."""
    first = given(context, tmp_path / "bridge.txt", BRIDGE)
    forced = given(context, tmp_path / "x.txt", CONCERT, article=first.article)
    assert (forced.article, forced.version) == (first.article, 2)


def test_the_address_can_be_given(context: Context, tmp_path: Path) -> None:
    """Files that are copies of one page become versions of it, of the outlet of its address."""
    for number, content in enumerate((BRIDGE, EDITED), start=1):
        file = tmp_path / f"{number}.txt"
        file.write_text(content, encoding="utf-8")
        taken = take_file(context, file, url=f"{ADDRESS}?utm_medium=rss")
        assert taken.version == number
    with context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
    assert (record.outlet, record.address) == ("harbour-post.example", ADDRESS)


def test_what_cannot_be_read_leaves_nothing(context: Context, tmp_path: Path) -> None:
    before = dump(context), context.store.head()
    for content in ("", " \n\n ", "\0" * 100):
        with pytest.raises(InputError):
            given(context, tmp_path / "bad.txt", content)
    assert (dump(context), context.store.head()) == before


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Ölpreis fällt in ÅRHUS", "ÖLPREIS århus"),
        ("Жители Одессы без света", "ЖИТЕЛИ одессы"),
        ("Straße nach Süden gesperrt", "STRASSE süden"),
        ("Cafe\u0301 at the quay closes", "CAFÉ"),
    ],
)
def test_words_of_any_script_find_an_article(
    context: Context, tmp_path: Path, headline: str, words: str
) -> None:
    """Whatever their case, and however their accents are typed, on both databases."""
    taken = given(context, tmp_path / "a.txt", text(headline, *PARAGRAPHS), outlet="Überblick")
    with context.engine.connect() as connection:
        assert find_article(connection, words) == taken.article
        assert find_article(connection, "ÜBERBLICK") == taken.article


ODD = (
    "The board said\0 it would \ud800 wait\udfff for \U0001f6a2 \u200b the 3 ferries of \ue000 May."
)


def test_nul_and_lone_surrogates_survive(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The events hold them exactly; the columns to search show a stand-in."""
    odd = text("Odd \0 ferries \ud834", ODD, *PARAGRAPHS[:1])
    reading = take_reading(context, monkeypatch, odd)
    found = load_article(context.store, reading.article)
    (version,) = found.versions.values()
    assert ODD in version.reading.text
    assert verify_all(context).ok
    with context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
        assert find_article(connection, "ferries") == reading.article
    assert "\0" not in (record.headline or "")
    before = dump(context)
    context.projector.rebuild()
    assert dump(context) == before


def take_reading(context: Context, monkeypatch: pytest.MonkeyPatch, source: str) -> Taken:
    """Take in a source that no encoding could carry, as a program that holds it would."""
    monkeypatch.setattr(
        "tracker.services.taking.settling.read", lambda _body, **about: read(source, **about)
    )
    return take(context, Look(ADDRESS, b"stands for it", NOON, dated=True))


def shifts_of(context: Context, article: str) -> list[ShiftRecord]:
    with context.engine.connect() as connection:
        return shift_records(connection, Among(ids=(article,)), Span())
