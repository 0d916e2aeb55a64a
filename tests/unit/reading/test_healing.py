"""Pages the extractor fails on are read in another way, or as an outlet's file says."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.reading.pages import BODY, page
from tracker.article.reading import Block, BlockKind
from tracker.bundled import bundled
from tracker.errors import InputError
from tracker.reading.pages.choosing import chosen
from tracker.reading.pages.density import densest_blocks
from tracker.reading.pages.overrides import Override, parse_override
from tracker.reading.pages.recipes import Recipe, Usual, Way, parse_recipe
from tracker.reading.pages.selectors import found, xpath_of
from tracker.reading.pages.tree import parse
from tracker.reading.read import read
from tracker.services.taking.overriding import load_override

LONG = tuple(f"{text} {text} {text}" for text in BODY)


def paragraphs(texts: tuple[str, ...]) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def tree_of(body: str) -> Any:
    return parse(page(body))


def test_running_text_is_found_where_most_of_it_stands() -> None:
    """Teasers and links around it are left out; headings, lists and quotations are kept."""
    shown = "".join(f"<p>{text}</p>" for text in LONG)
    links = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(LONG))
    tree = tree_of(f"<div class='q'><h2>Why</h2>{shown}<ul><li>One</li></ul></div><ul>{links}</ul>")
    assert densest_blocks(tree) == [
        Block(BlockKind.HEADING, "Why"),
        *paragraphs(LONG),
        Block(BlockKind.LIST_ITEM, "One"),
    ]


def test_the_extractor_is_believed_unless_it_plainly_missed_the_article() -> None:
    """A short report stays a short report; a page of long text is not read as one line of it."""
    tree = tree_of("".join(f"<p>{text}</p>" for text in LONG))
    assert chosen(tree, paragraphs(LONG[:3]), None).blocks == paragraphs(LONG[:3])
    assert chosen(tree, paragraphs(("Accept all.",)), None).blocks == paragraphs(LONG)
    short = tree_of(f"<p>{BODY[0]}</p>")
    assert chosen(short, paragraphs(BODY[:1]), None).blocks == paragraphs(BODY[:1])


def test_declared_text_is_taken_with_the_paragraphs_that_are_shown() -> None:
    """JSON-LD often runs paragraphs together; where the page shows them, they are kept apart."""
    declared = " ".join(LONG)
    shown = tree_of("".join(f"<p>{text}</p>" for text in LONG))
    assert chosen(shown, paragraphs(("Log in.",)), declared).blocks == paragraphs(LONG)
    hidden = tree_of("<p>Log in.</p>")
    assert chosen(hidden, paragraphs(("Log in.",)), declared).blocks == paragraphs((declared,))


def test_a_way_that_worked_is_stayed_with() -> None:
    """Close to a threshold, a page would be read now in one way and now in another."""
    tree = tree_of("".join(f"<p>{text}</p>" for text in LONG))
    assert chosen(tree, paragraphs(LONG[:3]), None, Usual(Way.DENSEST)).way is Way.DENSEST
    declared = " ".join(LONG)
    most = paragraphs((declared[: int(0.7 * len(declared))],))
    assert chosen(tree, most, declared).way is Way.EXTRACTOR
    assert chosen(tree, most, declared, Usual(Way.DECLARED)).way is Way.DECLARED


def test_a_way_that_worked_and_gives_no_article_now_is_left() -> None:
    tree = tree_of(f"<p>{BODY[0]}</p>")
    found = chosen(tree, paragraphs(BODY[:2]), None, Usual(Way.DENSEST, 9000))
    assert found == (Way.EXTRACTOR, paragraphs(BODY[:2]))


def test_a_body_far_shorter_than_the_outlets_are_is_looked_at_twice() -> None:
    """It is completed by what holds it; a short report, or one beside other texts, stays so."""
    texts = tuple(f"{text} {number}" for number in range(4) for text in LONG)
    part, usual = paragraphs(texts[:4]), Usual(Way.EXTRACTOR, sum(map(len, texts)))
    tree = tree_of("".join(f"<p>{text}</p>" for text in texts))
    assert chosen(tree, part, None).way is Way.EXTRACTOR
    assert chosen(tree, part, None, usual) == (Way.DENSEST, paragraphs(texts))
    short = tree_of("".join(f"<p>{text}</p>" for text in texts[:4]))
    assert chosen(short, part, None, usual).way is Way.EXTRACTOR
    other = paragraphs(tuple(text.upper() for text in texts[:4]))
    assert chosen(tree, other, None, usual).way is Way.EXTRACTOR


def test_a_recipe_expects_what_most_of_the_last_readings_gave() -> None:
    """Nothing is expected after two; it is bounded, and what is usual does not alter it."""
    recipe = Recipe().after("density", 1000).after("density", 1100)
    assert recipe.expected == Usual()
    recipe = recipe.after("extractor", 1200)
    assert recipe.expected == Usual(Way.DENSEST, 1100)
    for _ in range(8):
        recipe = recipe.after("extractor", 3000)
    assert recipe.expected == Usual(Way.EXTRACTOR, 3000)
    assert recipe.after("extractor", 2800) is recipe
    assert len(recipe.after("extractor", 9000).lengths) == 8
    assert parse_recipe(recipe.as_json()) == recipe
    assert parse_recipe('[["divination"], [7]]') == Recipe()


MARKUP = page(
    "<h1>Site</h1><div class='real title'>Dam holds</div><p id='stand'>It rains on.</p>"
    "<span rel='author'>Ruth Okello</span><div class='story'>"
    + "".join(f"<p>{text}</p>" for text in BODY)
    + "<div class='box'><p>Our letter comes each morning, and it is read by many.</p></div></div>"
)


def test_an_outlets_file_says_how_its_pages_are_read() -> None:
    """Headline, dek, byline and body are what its selectors find; what it removes is gone."""
    override = parse_override(
        'headline = ".title"\n'
        'dek = "#stand"\nbyline = "[rel=author]"\nbody = [".absent", "div.story"]\n'
        'remove = ".story .box"\n'
    )
    reading = read(MARKUP, override=override)
    assert reading.headline == "Dam holds"
    assert reading.dek == "It rains on."
    assert reading.bylines == ("Ruth Okello",)
    assert reading.text == "\n\n".join(BODY)


def test_selectors_that_find_nothing_change_nothing() -> None:
    """A page that was built anew is read as if nothing were said of it."""
    override = Override(headline=(xpath_of(".gone"),), body=(xpath_of(".gone"),))
    assert read(MARKUP, override=override) == read(MARKUP)


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ("p", 6),
        (".story p", 5),
        ("div.story", 1),
        (".real.title", 1),
        ("*[rel=author]", 1),
        ("a", 3),
    ],
)
def test_selectors_find_what_they_name(selector: str, count: int) -> None:
    tree = parse(f"{MARKUP}<p>")
    body = tree.find("body")
    assert len(found(body, xpath_of(selector))) >= count


@pytest.mark.parametrize("selector", ["", "p > b", "p:first-child", "a,b", "p'", "[x='y']"])
def test_other_selectors_are_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        xpath_of(selector)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headlines = 'h1'", "'headlines' is unknown; known are headline, dek"),
        ("body = 3", "'body' must be a selector"),
        ("body = 'p > b'", "'p > b' is no selector"),
        ("body =", "cannot be used"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """Nobody has to guess which of the files it is."""
    path = tmp_path / "paper.example.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=said) as raised:
        load_override(path)
    assert str(path) in str(raised.value)


def test_the_files_beside_the_code_can_be_used() -> None:
    """Each one is read; the example shows every entry."""
    paths = list((bundled("config") / "outlets").glob("*.toml"))
    assert all(map(load_override, paths))
    assert paths
