"""Hostile text stays text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.digest.escaping import for_markdown, inert


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]8;;http://x\x07", "␛]8;;http://x␇"),
        ("a\x9b31m", "a\ufffd31m"),
        ("line\r\nbreak", "line  break"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("lone \ud800", "lone \ufffd"),
        ("\x7f\x00", "␡␀"),
        ("plain “text” — 10 %", "plain “text” — 10 %"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_nothing_a_terminal_obeys_is_left(hostile: str, shown: str) -> None:
    """Commands, overrides of direction and what cannot be encoded are made visible."""
    assert inert(hostile) == shown


@given(st.text())
def test_one_character_stays_one(text: str) -> None:
    """Offsets of marks hold after the text is made harmless, and it can be printed."""
    assert len(inert(text)) == len(text)
    inert(text).encode()


@pytest.mark.parametrize(
    "hostile",
    [
        "[click](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        "<https://evil.example>",
        "&lt;b&gt;",
        "**bold** _it_ ~~gone~~ `code`",
        "# head",
        "| a | b |",
        "\\[escaped\\]",
        "$x^2$",
    ],
)
def test_markdown_shows_the_text_itself(hostile: str) -> None:
    """A renderer gives back the very characters, and nothing but text."""
    inline = MarkdownIt("gfm-like", {"linkify": False}).parseInline(for_markdown(hostile))
    children = inline[0].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children).replace("\u2060", "") == hostile


@pytest.mark.parametrize(
    ("hostile", "live"),
    [
        ("mail @editor now", "@editor"),
        ("see #123", "#123"),
        ("https://evil.example", "://"),
        ("www.evil.example", "www."),
        ("a@b.example", "@b"),
    ],
)
def test_bare_addresses_and_mentions_are_broken_up(hostile: str, live: str) -> None:
    """Renderers link and ping without any markup; a word joiner inside stops them."""
    assert live not in for_markdown(hostile)


def test_markdown_stays_on_its_line() -> None:
    """A line of its own could begin a heading, a list or a code block."""
    assert for_markdown("one\n\n    two\n# three").count("\n") == 0


@pytest.mark.parametrize("character", ["\x1b", "@", ":", "/", "#", "w", "`", "[", "\u202e", " "])
def test_a_megabyte_of_one_character_takes_no_time(character: str) -> None:
    began = time.process_time()
    for_markdown(character * 1_000_000)
    assert time.process_time() - began < 1
