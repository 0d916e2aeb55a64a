"""What is read, what is refused, and with which words."""

import time

import pytest

import tracker
from tests.unit.reading.pages import TEXT, article
from tracker.errors import InputError
from tracker.reading.sniff import MAX_SOURCE_SIZE, Form, form_of


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "empty"),
        (b"", "empty"),
        (" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        ("%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a...", "a GIF image"),
        (b"PK\x03\x04 ...", "a zip archive"),
        (b"\x7fELF\x02\x01", "an executable"),
        (b"MZ\x90\x00\x03", "an executable"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00" * 1000, "binary"),
        (b"\x01\x02" * 500, "binary"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(source: str | bytes, words: str) -> None:
    """The line says what it is and what to give instead."""
    with pytest.raises(InputError, match=words) as refused:
        tracker.read(source)
    assert "give" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("media_type", ["image/png", "application/pdf", "video/mp4; codecs=x"])
def test_a_foreign_media_type_is_refused(media_type: str) -> None:
    """Whatever the bytes look like."""
    with pytest.raises(InputError, match=media_type.partition(";")[0]):
        tracker.read(b"The dam holds.", media_type=media_type)


@pytest.mark.parametrize("source", [b"a" * 20_000_000, "a" * (MAX_SOURCE_SIZE + 1)])
def test_a_huge_source_is_refused_before_anything_is_parsed(source: str | bytes) -> None:
    """At once, with its size."""
    started = time.perf_counter()
    with pytest.raises(InputError, match="too large"):
        tracker.read(source)
    assert time.perf_counter() - started < 1


def test_a_page_of_too_many_tags_is_refused() -> None:
    """The time of an extraction grows with the tags."""
    with pytest.raises(InputError, match="tags"):
        tracker.read("<html><body>" + "<p>x</p>" * 30_000)


@pytest.mark.parametrize(
    ("text", "media_type", "form"),
    [
        ("<!DOCTYPE html><html>...", None, Form.HTML),
        ('<?xml version="1.0"?><html>...', None, Form.HTML),
        ("<!-- saved -->\n<html>...", None, Form.HTML),
        ("<p>The dam holds.</p>", None, Form.HTML),
        ("The dam holds.</p><p>It is late.</p>", None, Form.HTML),
        ("The dam holds <3 all.", None, Form.PLAIN),
        ("Ober < Ubar, and 2 > 1.", None, Form.PLAIN),
        ("<p>quoted</p> <p>markup</p>", "text/plain; charset=utf-8", Form.PLAIN),
        ("<b>The dam", "text/html", Form.HTML),
        ("The dam holds.", "text/html", Form.PLAIN),
    ],
)
def test_html_is_told_from_plain_text(text: str, media_type: str | None, form: Form) -> None:
    """By the media type, or by looking."""
    assert form_of(text, media_type) is form


def test_text_and_bytes_read_alike() -> None:
    """The same page, decoded or not."""
    assert tracker.read(article()) == tracker.read(article().encode())
    assert tracker.read(article().encode(), media_type="text/html").text == TEXT
