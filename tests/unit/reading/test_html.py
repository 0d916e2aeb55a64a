"""A page's article, and nothing of what surrounds it."""

import time
from contextlib import suppress

import pytest

import tracker
from tests.unit.reading.pages import BODY, PARAGRAPHS, TEXT, article, page
from tracker.article.reading import BlockKind, NoticeKind
from tracker.errors import InputError

_DEK = "A third night of rain tests the valley and those who keep it"


def _described(words: str) -> str:
    return f'<meta property="og:description" content="{words}">'


def test_the_body_alone_is_the_text() -> None:
    """No navigation, no related links, no footer, no second headline."""
    reading = tracker.read(article())
    assert reading.headline == "Dam above Ober holds"
    assert reading.text == TEXT


def test_kinds_of_blocks() -> None:
    """Headings, list items and block quotes are told from paragraphs."""
    reading = tracker.read(
        page(
            f"<h1>Dam holds</h1>{PARAGRAPHS}<h2>What comes next</h2>"
            "<ul><li>Rain falls until Monday night</li><li>Sun comes <b>Tuesday</b></li></ul>"
            "<blockquote><p>Nobody in this town has slept since Thursday, and nobody will.</p>"
            "</blockquote>"
        )
    )
    assert [(block.kind, block.text) for block in reading.blocks[4:]] == [
        (BlockKind.HEADING, "What comes next"),
        (BlockKind.LIST_ITEM, "Rain falls until Monday night"),
        (BlockKind.LIST_ITEM, "Sun comes Tuesday"),
        (BlockKind.QUOTE, "Nobody in this town has slept since Thursday, and nobody will."),
    ]


def test_captions_and_credits_stand_where_their_figures_do() -> None:
    """They are blocks of their own and no part of the body."""
    figure = (
        "<figure><img src='a.jpg'><figcaption>Crews at the dam on Sunday."
        " <span class='credit'>Ann Low/Valley Record</span></figcaption></figure>"
    )
    reading = tracker.read(
        page(
            f"<h1>Dam holds</h1><p>{BODY[0]}</p>{figure}{PARAGRAPHS[PARAGRAPHS.index('<p>', 4) :]}"
        )
    )
    assert [block.kind for block in reading.blocks[:3]] == [
        BlockKind.PARAGRAPH,
        BlockKind.CAPTION,
        BlockKind.CREDIT,
    ]
    assert reading.blocks[1].text == "Crews at the dam on Sunday."
    assert reading.blocks[2].text == "Ann Low/Valley Record"
    assert reading.text == TEXT


def test_captions_of_teasers_are_not_the_articles() -> None:
    """A figure in an aside or a card leads elsewhere."""
    teaser = (
        "<aside><figure><figcaption>A ferry on the lake last week.</figcaption></figure></aside>"
    )
    reading = tracker.read(article(teaser))
    assert all(block.kind is BlockKind.PARAGRAPH for block in reading.blocks)


def test_a_visible_dek_is_taken_out_of_the_body() -> None:
    """Declared and shown: it is said once."""
    reading = tracker.read(article(f'<p class="dek">{_DEK}</p>', head=_described(_DEK)))
    assert (reading.dek, reading.text) == (_DEK, TEXT)


def test_a_description_that_repeats_the_first_paragraph_is_no_dek() -> None:
    """Many systems declare the opening of the body, whole or cut."""
    for words in (BODY[0], BODY[0][:50] + "…"):
        reading = tracker.read(article(head=_described(words)))
        assert (reading.dek, reading.text) == (None, TEXT)


def test_line_breaks_make_paragraphs() -> None:
    """Two breaks, or one after a sentence's end, part paragraphs; source line ends do not."""
    markup = "<br><br>".join(BODY[:3]).replace(" crews", "\n      crews")
    reading = tracker.read(page(f"<h1>Dam holds</h1><p>{markup}</p>"))
    assert reading.text == "\n\n".join(BODY[:3])


def test_entities_and_typography_are_kept() -> None:
    """Blocks hold the text's own glyphs."""
    line = "&ldquo;We hold&rdquo; &mdash; all &amp; the &lt;dam&gt;, the mayor&#8217;s office said."
    reading = tracker.read(page(f"<h1>Dam holds</h1>{PARAGRAPHS}<p>{line}</p>"))
    assert reading.blocks[-1].text == "“We hold” — all & the <dam>, the mayor’s office said."


def test_scripts_styles_comments_and_templates_are_no_text() -> None:
    """What a reader never sees is not read."""
    hidden = (
        "<script>var toll = 'The toll is 99 people.';</script><style>p { color: red }</style>"
        "<!-- The toll is 98 people. --><template><p>The toll is 97 people in all.</p></template>"
    )
    assert tracker.read(article(hidden)).text == TEXT


def test_furniture_within_the_article_is_lifted_out() -> None:
    """Counters, relative times and lines that are only a link are kept beside the article."""
    furniture = (
        "<p>5 minutes ago</p><p>1,204 shares</p>"
        '<p><a href="/y">THE FERRY THAT NEVER CAME TO OBER</a></p>'
    )
    reading = tracker.read(
        page(
            f"<h1>Dam holds</h1><p>{BODY[0]}</p>{furniture}"
            + PARAGRAPHS[PARAGRAPHS.index("<p>", 4) :]
        )
    )
    assert reading.text == TEXT
    assert "1,204 shares" in reading.furniture
    assert "THE FERRY THAT NEVER CAME TO OBER" in reading.furniture


def test_notices_on_the_page() -> None:
    """An inline update stays in its paragraph; a correction box is no part of the body."""
    head = '<meta property="article:published_time" content="2024-11-17T16:44:00-05:00">'
    reading = tracker.read(
        page(
            f"<h1>Dam holds</h1><p><b>Updated 9 p.m. ET:</b> {BODY[0]}</p>{PARAGRAPHS}"
            "<p><em>Correction: An earlier version of this story misstated the number of bridges."
            " It is two, not ten.</em></p>",
            head=head,
        )
    )
    update, correction = reading.notices
    assert (update.kind, update.field, update.start, update.end) == (
        NoticeKind.UPDATE,
        "block:0",
        0,
        len("Updated 9 p.m. ET"),
    )
    assert update.stated_at is not None
    assert update.stated_at.isoformat() == "2024-11-17T21:00:00-05:00"
    assert (correction.wrong, correction.right) == ("ten", "two")
    assert reading.blocks[-1].kind is BlockKind.NOTICE
    assert "Correction" not in reading.text


def test_an_article_in_several_containers_is_read_whole() -> None:
    """Advertisements between containers of one class do not end the article."""
    parts = [
        "".join(f"<p>{line} It was part {part} of the long night.</p>" for line in BODY)
        for part in range(3)
    ]
    body = "<div class='ad'>Advertisement</div>".join(
        f"<div class='row'><div class='body-part'>{part}</div></div>" for part in parts
    )
    text = tracker.read(page(f"<h1>Dam holds</h1>{body}")).text
    assert [f"It was part {part}" in text for part in range(3)] == [True] * 3


def test_declared_text_stands_in_where_the_page_shows_little() -> None:
    """JSON-LD may carry the whole article."""
    whole = " ".join(BODY * 3)
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Dam holds",'
        f' "articleBody": "{whole}"}}</script>'
    )
    reading = tracker.read(page(f"<h1>Dam holds</h1><p>{BODY[0]}</p>", head=head))
    assert reading.text == whole


def test_a_short_report_is_an_article() -> None:
    """Two sentences of breaking news are enough."""
    reading = tracker.read(page(f"<h1>Dam breaks</h1><p>{BODY[0]}</p>"))
    assert reading.text == BODY[0]


def test_a_fragment_is_read() -> None:
    """Markup pasted without a page around it."""
    assert tracker.read(PARAGRAPHS).text == TEXT


def test_the_language_is_named() -> None:
    """By the words; a page's own claim counts only where they do not tell."""
    german = (
        "<p>Der Damm über der Stadt hat auch in der dritten Nacht gehalten, sagte die Ministerin"
        " am Sonntag, und das Wasser steigt nicht mehr.</p>"
    )
    assert tracker.read(page(f"<h1>Der Damm hält</h1>{german * 1}")).language == "de"
    assert tracker.read(article()).language == "en"


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<html><title>Just a moment...</title><body><script>go()</script></body></html>",
        "<html><body><nav><a href='/a'>Valley</a> <a href='/b'>World</a></nav></body></html>",
        "<html><body><div id='root'></div></body></html>",
        "<!DOCTYPE html><html><body><ul>" + "<li><a href='/a'>Ferry late</a></li>" * 40 + "</ul>",
    ],
)
def test_a_page_without_an_article_is_refused(markup: str) -> None:
    """One clear line says what to give instead."""
    with pytest.raises(InputError, match="no article text") as refused:
        tracker.read(markup)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + PARAGRAPHS + "</div>" * 100_000,
        "<table><tr><td>" * 80 + PARAGRAPHS + "</td></tr></table>" * 80,
        f'<div data-state="{"x" * 1_000_000}">{PARAGRAPHS}</div>',
        PARAGRAPHS + "<div><p" * 200,
        PARAGRAPHS + "<!--" * 10_000,
        PARAGRAPHS.replace("</p>", ""),
        f'<script type="application/ld+json">{"[" * 100_000}</script>{PARAGRAPHS}',
    ],
    ids=["nested", "layout tables", "attribute", "cut", "comments", "unclosed", "deep JSON"],
)
def test_broken_and_hostile_markup_is_read_all_the_same(markup: str) -> None:
    """The words that stand in it come out."""
    reading = tracker.read(f"<html><body><article><h1>Dam holds</h1>{markup}")
    assert BODY[0] in reading.text
    assert BODY[3][:60] in reading.text


@pytest.mark.parametrize(
    "piece", ["<", "<p>", "<a ", "&", "<!--", "<div>", '<p a="', "</p>", "<li>x"]
)
def test_a_megabyte_of_anything_ends_soon(piece: str) -> None:
    """It is read or refused within seconds, never hangs, never breaks out."""
    started = time.perf_counter()
    with suppress(InputError):
        tracker.read("<html><body>" + piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 20


def test_nuls_and_lone_surrogates_do_not_stop_a_page() -> None:
    """They are dropped, for XML cannot hold them."""
    assert tracker.read(article().replace("third", "th\0ird\ud800")).text == TEXT


@pytest.mark.parametrize(
    "attributes", ["hidden", 'style="display:none"', 'style="color: red; display: none"']
)
def test_hidden_elements_are_no_text(attributes: str) -> None:
    """Neither are what surrounds their ends lost."""
    hidden = f"<div {attributes}><p>The toll is 96 people, a draft of this report said.</p></div>"
    assert tracker.read(article(hidden)).text == TEXT
