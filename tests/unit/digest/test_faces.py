"""What readers see: every section in every face, and hostile text that stays text in each."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from tests.unit.digest.builders import (
    COURIER,
    article,
    at,
    composed,
    evening,
    figure,
    notice,
    presence,
    quoted,
    remark,
    shift,
    side,
    version,
    voice,
)
from tracker.digest.html import render_html
from tracker.digest.markdown import render_markdown
from tracker.digest.material import Material
from tracker.digest.model import Digest
from tracker.digest.terminal import render_terminal
from tracker.projections.records import FactThread, RemarkThread
from tracker.understanding.model import ShiftKind, Topic

ZONE = ZoneInfo("America/New_York")


def terminal(digest: Digest, width: int = 80, **options: object) -> str:
    console = Console(file=StringIO(), width=width, **options)  # type: ignore[arg-type]
    render_terminal(console, digest, ZONE)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def coloured(digest: Digest, width: int = 100) -> str:
    return terminal(digest, width, force_terminal=True, color_system="truecolor", no_color=False)


def markdown(digest: Digest) -> str:
    return render_markdown(digest, ZONE)


def page(digest: Digest) -> str:
    return render_html(digest, ZONE)


FACES = pytest.mark.parametrize("face", [terminal, markdown, page])
Face = Callable[[Digest], str]


@FACES
def test_every_section_shows(face: Face) -> None:
    """Titles, values, evidence, places and times of all sections, in each face."""
    shown = re.sub(r"<[^>]*>|[*~\\]", "", face(composed()).casefold())
    for words in (
        "ferry aground",
        "changed without a notice",
        "figures and dates",
        "people rescued",
        "net nothing, 2 flips",
        "statements",
        "tom aske",
        "dropped",
        "wording",
        "headlines",
        "ferry stuck on a sandbank",
        "changed and changed back",
        "notices by the outlets",
        "misstated the number rescued",
        "taken down",
        "brought back",
        "where outlets differ",
        "at least 61 people",
        "one remark in different words",
        "no one stayed behind on the ship.",
        "courier.example",
        "17 nov 19:00 est",
        "v1 → v2",
        "abababababababab",
    ):
        assert words in shown, words


@FACES
def test_counts_stand_before_everything_else(face: Face) -> None:
    """An editor sees first what it comes to."""
    shown = re.sub(r"<[^>]*>|[*~\\]", "", face(composed())).casefold()
    counts = shown.index("1 figure changed and changed back, without a notice")
    assert counts < shown.index("changed without a notice", counts + 60)


@FACES
def test_nothing_shifted_is_said(face: Face) -> None:
    """An empty digest says so, and what was looked at."""
    shown = face(composed(Material(articles=(article(),), versions=(version(1),))))
    assert "Nothing shifted" in shown
    assert "1 article of 1 outlet, 1 new version" in shown


HOSTILE = (
    "<script>alert(1)</script> [bold red]x[/] [t](https://evil.example) @team "
    "\x1b[31m\u202e ![i](http://evil.example/i.png) <img src=x onerror=y> {{ 7 * 7 }} `</style>"
)


def hostile() -> Digest:
    """The hostile text in every place that article text can reach."""
    old = side(HOSTILE + " was 40.", "40", figure("40", 40, subject=HOSTILE, scope=HOSTILE))
    new = side(HOSTILE + " was 52.", "52", figure("52", 52, subject=HOSTILE, scope=HOSTILE))
    words = side(HOSTILE, HOSTILE, remark(HOSTILE, HOSTILE))
    rows = evening()
    return composed(
        Material(
            articles=(
                article(headline=HOSTILE, outlet=HOSTILE, address="javascript:alert(1)" + HOSTILE),
            ),
            versions=(version(1, "A"), version(2, HOSTILE), version(3, "C")),
            shifts=(
                shift(ShiftKind.REVISED, old, new),
                shift(ShiftKind.APPEARED, None, words, topic=Topic.STATEMENT, chain="b"),
                shift(ShiftKind.WITHDRAWN, words, None, topic=Topic.WORDING, chain="c"),
            ),
            notices=(notice(HOSTILE, 2),),
            presence=(presence("gone", 1.2),),
            threads=(
                FactThread(
                    HOSTILE,
                    HOSTILE,
                    None,
                    (
                        replace(voice("a.example", figure("1", 1)), sentence=HOSTILE + " 1"),
                        replace(voice(HOSTILE, figure(HOSTILE, 2)), sentence=HOSTILE),
                    ),
                ),
            ),
            remarks=(
                RemarkThread(HOSTILE, (quoted("a.example", HOSTILE), quoted(HOSTILE, "other"))),
                *rows.remarks,
            ),
        ),
        title=HOSTILE,
    )


def test_a_terminal_obeys_no_article() -> None:
    """Rich markup is printed as it stands; no escape but our own colours reaches the terminal."""
    plain = terminal(hostile(), 160)
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    assert "[bold red]x[/]" in plain
    styled = re.sub(r"\x1b\[[\d;]*m", "", coloured(hostile(), 160))
    assert "\x1b" not in styled
    assert "[bold red]x[/]" in styled


def test_markdown_of_hostile_text_holds_no_link_image_or_html() -> None:
    """Parsed as Markdown, with HTML allowed, it is text, emphasis, code and lists alone."""
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(markdown(hostile()))
    inline = [child for token in tokens for child in token.children or []]
    types = {token.type for token in (*tokens, *inline)}
    assert not {kind for kind in types if kind.startswith(("html", "link", "image"))}
    assert not {"fence", "code_block", "table_open"} & types
    words = "".join(child.content for child in inline if child.type != "code_inline")
    assert "@team" not in words
    assert "://" not in words


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_of_hostile_text_gains_no_element() -> None:
    """Its elements and attributes are those of the template; templates in the text do not run."""
    elements = Elements(page(hostile()))
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "img", "iframe", "a", "object", "link"}
    assert not any(name.startswith("on") for _, attrs in elements.found for name in attrs)
    assert "<script>alert(1)</script>" in elements.words
    assert "{{ 7 * 7 }}" in elements.words
    assert "\x1b" not in elements.words


def test_a_page_needs_nothing_else_and_may_run_nothing() -> None:
    """A policy allows our own style sheet alone, by its hash; nothing is fetched."""
    text = page(composed())
    elements = Elements(text)
    policy = next(a["content"] for _, a in elements.found if "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not any("src" in attrs or "style" in attrs for _, attrs in elements.found)
    assert "url(" not in text
    assert "@import" not in text
    links = [attrs["href"] for tag, attrs in elements.found if tag == "a"]
    assert f"https://courier.example/{COURIER}" in links


def test_old_and_new_words_are_marked_in_a_page() -> None:
    text = page(composed())
    assert "rescued <del>40</del> people" in text
    assert "rescued <ins>52</ins> people" in text


def test_old_and_new_words_are_marked_in_markdown() -> None:
    text = markdown(composed())
    assert "rescued ~~40~~ people" in text
    assert "rescued **52** people" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keep away, she said.", "Keep away! she said."),
        ("They left at 9 (local time).", "They left at 7 [local time]."),
        ("It rose by 5 here.", "It rose by $5* here."),
    ],
)
def test_marks_hold_beside_punctuation(old: str, new: str) -> None:
    """Whatever the changed words begin and end with, they are struck and bold, not asterisks."""
    sides = side(old, old), side(new, new)
    given = shift(ShiftKind.REVISED, *sides, topic=Topic.WORDING, announced=True)
    rows = Material(articles=(article(),), versions=(version(1),), shifts=(given,))
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(markdown(composed(rows)))
    for words, opening in ((old, "s_open"), (new, "strong_open")):
        (line,) = [
            token.children or []
            for token in tokens
            if token.type == "inline" and plain(token.children).endswith(words)
        ]
        assert opening in {child.type for child in line}


def plain(children: Sequence[Token] | None) -> str:
    return "".join(child.content for child in children or []).replace("\u2060", "")


def test_without_styles_the_marks_are_written() -> None:
    """A pipe or a file shows the changed words too."""
    text = terminal(composed())
    assert "rescued [-40-] people" in text
    assert "rescued {+52+} people" in text


def test_with_styles_the_marks_are_not_written() -> None:
    text = coloured(composed())
    assert "[-40-]" not in text
    assert "\x1b[1;4;32m52\x1b[0m" in text


def test_no_color_keeps_underline_and_strike() -> None:
    """Without colours the changed words can still be told."""
    text = terminal(composed(), 100, force_terminal=True, color_system="truecolor", no_color=True)
    assert not re.search(r"\x1b\[[\d;]*3[1-7]m", text)
    assert "\x1b[1;4m52\x1b[0m" in text


@pytest.mark.parametrize("width", [40, 80, 119, 120, 160, 400])
def test_no_line_is_wider_than_its_terminal_or_ends_in_blanks(width: int) -> None:
    lines = terminal(composed(), width).splitlines()
    assert max(map(len, lines)) <= min(width, 160)
    assert not [line for line in lines if line != line.rstrip()]


def test_a_wide_terminal_shows_old_beside_new() -> None:
    narrow, wide = terminal(composed(), 100), terminal(composed(), 130)
    beside = re.compile(r"- The coast guard rescued \S+ people\. .*\+ The coast guard")
    assert beside.search(wide)
    assert not beside.search(narrow)


def test_times_follow_the_zone() -> None:
    """The same moments, told where the reader is."""
    text = render_markdown(composed(), ZoneInfo("Europe/Berlin"))
    assert "18 Nov 01:00 CET" in text
    assert "EST" not in text


def test_the_terminal_says_what_to_type_next() -> None:
    assert f"tracker diff {COURIER[:8]} 1..2" in terminal(composed())


def test_a_page_carries_machine_readable_times() -> None:
    assert f'<time datetime="{at(1).isoformat()}">' in page(composed())


def test_composing_loads_no_templates_and_no_terminal() -> None:
    """A daemon composes without Rich; Jinja is loaded by the first page alone."""
    code = (
        "import sys, tracker.digest.compose, tracker.digest.markdown, tracker.digest.html;"
        "print(sorted({'rich', 'jinja2', 'sqlalchemy', 'typer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_remark_given_to_someone_else_shows_its_sentence_once() -> None:
    words = "“Keep clear,” an officer said."
    old, new = (side(words, "Keep clear", remark("Keep clear", who)) for who in ("Ida", "Tom"))
    given = shift(ShiftKind.REATTRIBUTED, old, new, topic=Topic.STATEMENT, announced=True)
    digest = composed(Material(articles=(article(),), versions=(version(1),), shifts=(given,)))
    for face in (terminal, markdown, page):
        text = face(digest)
        assert "Ida → Tom" in text
        assert text.count("an officer said.") == 1


def test_without_changes_the_terminal_points_to_the_history() -> None:
    digest = composed(Material(articles=(article(),), versions=(version(1),)))
    assert f"tracker history {COURIER[:8]}" in terminal(digest)
