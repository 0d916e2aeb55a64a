"""Bytes to text: a wrong encoding never stops a reading."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker
from tests.unit.reading.pages import article
from tracker.reading.decode import decode

_LINE = "“Wir halten – für heute”, sagte Jörg über die Brücke; the café stayed open all night."


@pytest.mark.parametrize(
    ("source", "media_type"),
    [
        (_LINE.encode(), None),
        (codecs.BOM_UTF8 + _LINE.encode(), None),
        (codecs.BOM_UTF16_LE + _LINE.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + _LINE.encode("utf-16-be"), None),
        (_LINE.encode("utf-16-le"), None),
        (_LINE.encode("utf-16-be"), None),
        (codecs.BOM_UTF32_LE + _LINE.encode("utf-32-le"), None),
        (_LINE.encode("cp1252"), "text/plain; charset=windows-1252"),
        (_LINE.encode("cp1252"), 'text/plain; charset="ISO-8859-1"'),
        (_LINE.encode(), "text/plain; charset=latin-1"),
        (_LINE.encode(), "text/plain; charset=no-such-charset"),
        (_LINE.encode("cp1252"), None),
    ],
)
def test_marks_declarations_and_guesses(source: bytes, media_type: str | None) -> None:
    """UTF-8 that holds counts before a declaration: pages often declare what they are not."""
    assert decode(source, media_type=media_type) == _LINE


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
)
def test_a_page_declares_its_encoding(declaration: str) -> None:
    """In its head, in either form."""
    line = "Плотина выдержала третью ночь дождя, сообщил губернатор в воскресенье вечером."
    page = f"<html><head>{declaration}</head><body><p>{line}</p></body></html>"
    assert tracker.read(page.encode("cp1251")).text == line


def test_seven_bit_encodings_need_their_declaration() -> None:
    """They look like ASCII."""
    line = "堤防は持ちこたえた。"
    assert decode(line.encode("iso2022_jp"), media_type="text/plain; charset=iso-2022-jp") == line


def test_a_cut_or_damaged_utf_8_stays_utf_8() -> None:
    """One bad byte is a replacement character, not another encoding for the rest."""
    text = (_LINE * 20).encode()
    assert decode(text[:-60] + b"\xe2\x80").startswith(_LINE)
    assert decode(text + b"\xff" + text).count(_LINE) == 40


def test_lone_surrogates_in_bytes_survive() -> None:
    """What a careless encoder wrote is read back as it was."""
    assert decode("a\ud800b".encode("utf-8", "surrogatepass")) == "a\ud800b"


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_decoder(source: bytes) -> None:
    """Whatever comes, text comes out."""
    assert isinstance(decode(source), str)


def test_a_page_in_another_encoding_than_declared() -> None:
    """The text is right all the same."""
    page = article().replace("utf-8", "iso-8859-1").replace("third", "thirdé“")
    assert "thirdé“" in tracker.read(page.encode()).text
