"""Every message in every format, and pages that would like to be more than text."""

import re
from datetime import UTC
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from tests.unit.delivery.notification.hostile import HOSTILE, hostile_body
from tests.unit.digest.builders import composed
from tracker.delivery import messages
from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.rendering import Told, mail_body, mail_page, mail_text, told
from tracker.delivery.notification.rendering import text_of as text_of_length
from tracker.delivery.notification.samples import DIGEST, sample_body, sparse_body
from tracker.delivery.notification.subjects import shortened
from tracker.digest.escaping import WORD_JOINER
from tracker.digest.html import render_html
from tracker.errors import InputError

KINDS = [pytest.param(kind, id=kind.type) for kind in messages.KINDS]
CHAT_TAGS = {"p", "b", "i", "a", "blockquote", "del"}
MAIL_TAGS = CHAT_TAGS | {"h1", "h2", "h3", "span"}


def read(body: dict[str, object]) -> Told:
    return told(body, None, UTC)


def text_of(body: dict[str, object], form: Format) -> str:
    return text_of_length(read(body), form, 10_000)


class Tags(HTMLParser):
    """The tags of a text, the addresses it leads to, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_has_a_text_in_every_format(kind: type[messages.Data], form: Format) -> None:
    """With all its fields, and with those missing that may be."""
    for body in (sample_body(kind), sparse_body(kind)):
        text = text_of(body, form)
        assert text.strip()
        assert "None" not in text
        assert read(body).subject_line.strip()
        assert len(read(body).subject_line) <= 120


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (messages.VersionCaptured, f"courier.example v2, no notice: {DIGEST.articles[0].headline}"),
        (messages.FactShifted, "people rescued: 40 → 52 (courier.example, no notice)"),
        (messages.StatementShifted, "Ida Brandt: dropped (courier.example, no notice)"),
        (messages.WordingShifted, "40 → 52 (courier.example, no notice)"),
        (messages.StoryDiverged, "Ferry: outlets differ on people rescued: 52 / at least 61"),
        (messages.DigestPublished, "Ferry: 1 change without a notice, 7 in all"),
        (messages.Test, "A test for endpoint desk"),
    ],
)
def test_the_subject_says_what_it_is_about(kind: type[messages.Data], line: str) -> None:
    assert read(sample_body(kind)).subject_line == line


def test_fields_of_a_later_version_do_no_harm() -> None:
    """Messages wait in the outbox while the tracker is updated, or set back."""
    body = sample_body(messages.Test)
    body["data"]["mood"] = "new"
    assert "It works." in text_of(body, Format.TEXT)


def test_a_message_that_cannot_be_read_is_told_by_its_type_alone() -> None:
    """What stands in it is not repeated: it may be anything."""
    body = sample_body(messages.Test)
    with pytest.raises(InputError, match=r"knows no message of type mood\.changed"):
        read(body | {"type": "mood.changed"})
    with pytest.raises(
        InputError, match=r"the endpoint\.test to be told is not whole: text is wrong"
    ):
        read(body | {"data": {"endpoint": "desk", "text": 5}})


def leading(url: str) -> dict[str, str]:
    """Where all of a message can be read."""
    return {"command": "tracker digests show d1", "url": url}


def test_a_digest_too_long_for_a_message_leads_to_the_rest() -> None:
    body = sample_body(messages.DigestPublished)
    body["data"] |= {"digest": None, "more": leading("https://tracker.example/digests/d1")}
    text = text_of(body, Format.TEXT)
    assert "1 figure changed, without a notice" in text
    assert text.endswith("https://tracker.example/digests/d1")


@pytest.mark.parametrize("limit", [200, 500, 1000, 2000, 4096])
@pytest.mark.parametrize("form", list(Format))
def test_no_text_is_longer_than_the_service_takes(form: Format, limit: int) -> None:
    """Lines go from its end, and the tags of those left are whole."""
    body = sample_body(messages.DigestPublished)
    body["data"]["more"] = leading("https://tracker.example/d1")
    text = text_of_length(read(body), form, limit)
    assert len(text) <= limit
    assert text.startswith({"text": "Ferry", "markdown": "**Ferry**", "html": "<p><b>Ferry"}[form])
    assert text.count("<p>") == text.count("</p>")
    assert "https://tracker.example/d1" in text


def test_one_giant_line_is_told_by_its_beginning() -> None:
    text = text_of_length(read(hostile_body("word " * 2000)), Format.HTML, 300)
    assert len(text) <= 300
    assert text.startswith("word word")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_shows_a_page_s_text_as_itself(hostile: str) -> None:
    """No tag and no link but ours; the characters are those of the page."""
    found = Tags(text_of(hostile_body(hostile), Format.HTML))
    assert found.tags <= CHAT_TAGS
    assert set(found.links) == {"https://courier.example/ferry"}
    assert not LIVE.search(found.words)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_shows_a_page_s_text_as_itself(hostile: str) -> None:
    """As a renderer reads it: what is marked and linked is ours."""
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    tokens = parser.parse(text_of(hostile_body(hostile), Format.MARKDOWN))
    inline = [child for token in tokens for child in token.children or []]
    assert {token.type for token in tokens} <= {
        *("paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close"),
    }
    assert not {child.type for child in inline} & {"html_inline", "code_inline", "image"}
    links = [child.attrs["href"] for child in inline if child.type == "link_open"]
    assert set(links) <= {"https://courier.example/ferry"}
    assert not LIVE.search("".join(child.content for child in inline))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_shows_a_page_s_text_as_itself(hostile: str) -> None:
    """Many services read plain text for markup of their own all the same."""
    text = text_of(hostile_body(hostile), Format.TEXT)
    assert not LIVE.search(text.replace("https://courier.example/ferry", ""))
    assert "\x1b" not in text
    assert "\u202e" not in text


LIVE = re.compile(
    r"@\w|<[!@#a-z/]|\]\(|://|www\.\w|\w\.[a-z]{2}|(javascript|mailto|tel):[^\s\u2060]"
)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://courier.example/@everyone",
        "https://courier.example/a)b(c]d[<e>\"'`f*_|g h\n\\",
    ],
)
def test_the_address_of_an_article_leads_nowhere_but_to_a_page(address: str) -> None:
    """What is no page is no link, and a page's address cannot end its link or ping."""
    body = sample_body(messages.FactShifted)
    body["data"]["article"]["address"] = address
    html = Tags(text_of(body, Format.HTML))
    assert all(str(link).startswith("https://courier.example/") for link in html.links)
    for form in Format:
        text = text_of(body, form)
        assert "@everyone" not in text
        assert "javascript:alert" not in text
    links = [
        child.attrs["href"]
        for token in MarkdownIt().parse(text_of(body, Format.MARKDOWN))
        for child in token.children or []
        if child.type == "link_open"
    ]
    assert links == html.links


def test_mail_tells_what_the_digest_s_page_tells() -> None:
    """Every sentence, heading and value of `tracker digest --format html`, in its order."""
    digest = composed()
    page = Tags(re.sub(r"<style>.*?</style>", "", render_html(digest, UTC), flags=re.DOTALL))
    message = told(sample_body(messages.DigestPublished), digest, UTC)
    body = Tags(mail_body(message))
    joined = " ".join(body.words.replace(WORD_JOINER, "").split())
    sentences = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", render_html(digest, UTC))
    for sentence in [*sentences, *re.findall(r"<h2[^>]*>([^<]*) <span>", render_html(digest, UTC))]:
        assert " ".join(Tags(sentence).words.split()) in joined
    assert page.words.count("no notice") == body.words.count("no notice")
    assert digest.head.hash in mail_text(message)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_fetches_nothing_and_fits_a_phone(kind: type[messages.Data]) -> None:
    """One column, no letter below 16 pixels, colours that programs may turn, links to articles."""
    message = read(sample_body(kind))
    page = mail_page(
        message.subject_line, mail_body(message), endpoint="desk", unsubscribe="mailto:a@b.example"
    )
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:([\d.]+)px", page)]
    assert min(sizes) >= 16
    assert "max-width:600px" in page
    assert 'name="color-scheme" content="light dark"' in page
    assert not re.search(r"<(img|link|script|iframe|table|form)|url\(|@import|background", page)
    assert set(Tags(page).links) <= {"https://courier.example/ferry", "mailto:a@b.example"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_mail_shows_a_page_s_text_as_itself(hostile: str) -> None:
    message = read(hostile_body(hostile))
    found = Tags(mail_body(message))
    assert found.tags <= MAIL_TAGS
    assert set(found.links) == {"https://courier.example/ferry"}
    assert not LIVE.search(found.words)
    assert not LIVE.search(mail_text(message).replace("https://courier.example/ferry", ""))


def test_a_giant_digest_stays_below_what_mail_programs_cut() -> None:
    """It says how many more there are."""
    many = DIGEST.model_copy(update={"facts": DIGEST.facts * 3000})
    message = told(sample_body(messages.DigestPublished), many, UTC)
    assert len(mail_body(message)) < 102_000
    assert "more" in mail_text(message)
    assert "3000 figures changed" in mail_text(message)


def test_long_words_are_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("onetwothree", 6) == "onetw…"
    assert shortened("one", 3) == "one"
