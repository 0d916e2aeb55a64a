"""The sample story holds what `tracker demo` promises to show, and no sentence of anyone else's."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from tracker.services.sample import SampleLook, load_sample

REPOSITORY = Path(__file__).parents[2]
SEEDS = REPOSITORY / "seeds"
OTHERS = REPOSITORY.parent / "shared" / "seeds"

STORY = load_sample()
PAGES = sorted(SEEDS.glob("*/*.html"))
BODY = "//div[@class='story-body' or @class='article-body' or @class='text' or @class='story-text']"
WORD = re.compile(r"\w+(?:[.,]\d+)*")


def page(name: str) -> bytes:
    return (SEEDS / name).read_bytes()


def body(html: bytes) -> list[str]:
    """The paragraphs, headings and list items of the article itself."""
    (container,) = etree.HTML(html.decode()).xpath(BODY)
    wanted = container.xpath(".//*[self::p or self::h2 or self::li][not(ancestor::aside)]")
    return [" ".join(element.xpath("string()").split()) for element in wanted]


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """Paragraphs that only the old page has, and those that only the new one has."""
    before, after = body(page(old)), body(page(new))
    return [p for p in before if p not in after], [p for p in after if p not in before]


def headline(html: bytes) -> str:
    return str(etree.HTML(html.decode()).xpath("string(//article//h1)"))


def json_ld(html: bytes) -> dict[str, str]:
    tree = etree.HTML(html.decode())
    data = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    nodes = data if isinstance(data, list) else data.get("@graph", [data])
    (article,) = (node for node in nodes if "NewsArticle" in node["@type"])
    return dict(article)


def modified(html: bytes) -> datetime:
    return datetime.fromisoformat(json_ld(html)["dateModified"])


def looks(key: str) -> list[SampleLook]:
    address = next(article.address for article in STORY.articles if article.key == key)
    return [look for look in STORY.looks if look.address == address]


class TestWhatChanges:
    def test_an_update_states_its_time(self) -> None:
        """The Ledger adds "Updated 9 p.m. ET:" and dates the page to that minute."""
        removed, added = changed("harborledger/v2.html", "harborledger/v3.html")
        assert removed == []
        assert added[0].startswith("Updated 9 p.m. ET: ")
        assert len(added) == 2
        stated = datetime(2024, 11, 17, 21, tzinfo=ZoneInfo("America/New_York"))
        assert modified(page("harborledger/v3.html")) == stated

    def test_a_figure_changes_silently(self) -> None:
        """40,000 becomes 50,000 while the modified time stays and no notice appears."""
        (old,), (new,) = changed("harborledger/v1.html", "harborledger/v2.html")
        assert old.replace("40,000", "50,000") == new
        assert modified(page("harborledger/v1.html")) == modified(page("harborledger/v2.html"))

    def test_a_figure_changes_with_a_correction(self) -> None:
        """The Wire's range changes, and a correction says from what to what."""
        (old,), (new, notice) = changed("meridianwire/v1.html", "meridianwire/v2.html")
        assert old.replace("500 kilometers (310 miles)", "300 kilometers (186 miles)") == new
        assert notice == (
            "Correction: An earlier version of this report misstated the range of the missiles; "
            "it is 300 kilometers, not 500 kilometers."
        )
        assert modified(page("meridianwire/v2.html")) > modified(page("meridianwire/v1.html"))

    def test_a_quotation_is_reworded(self) -> None:
        """Other words between the quotation marks, the same speaker."""
        (old,), (new,) = changed("wexcombecourier/v2.html", "wexcombecourier/v3.html")
        old_words, old_rest = re.fullmatch("“(.+)”(.+)", old).groups()  # type: ignore[union-attr]
        new_words, new_rest = re.fullmatch("“(.+)”(.+)", new).groups()  # type: ignore[union-attr]
        assert old_words != new_words
        assert old_rest == new_rest

    def test_a_quotation_is_reattributed(self) -> None:
        """The same words, another speaker."""
        (old,), (new,) = changed("meridianwire/v2.html", "meridianwire/v3.html")
        assert old.startswith("“")
        assert old.replace("a defense official", "a senior State Department official") == new

    def test_a_quotation_is_dropped(self) -> None:
        """One quotation is gone and nothing stands in its place."""
        (old,), added = changed("northlandpublic/v1.html", "northlandpublic/v2.html")
        assert old.startswith("“")
        assert added == []

    def test_a_not_is_added(self) -> None:
        """One word turns a sentence around."""
        (old,), (new,) = changed("harborledger/v3.html", "harborledger/v4.html")
        assert old.replace("was expected", "was not expected", 1) == new

    def test_a_paragraph_moves(self) -> None:
        """The same paragraphs in another order, one of them moved."""
        before, after = body(page("wexcombecourier/v3.html")), body(page("wexcombecourier/v4.html"))
        assert sorted(before) == sorted(after)
        (moved,) = (
            p for p in before if [q for q in before if q != p] == [q for q in after if q != p]
        )
        assert before.index(moved) > after.index(moved)

    def test_a_headline_changes_and_changes_back(self) -> None:
        """A, B, A, with the body untouched on the first step."""
        first, second, third = (page(f"wexcombecourier/v{n}.html") for n in (1, 2, 3))
        assert headline(first) == headline(third) != headline(second)
        assert body(first) == body(second)

    def test_an_article_is_taken_down_and_brought_back(self) -> None:
        """410 at two looks, then the page again, with an editor's note and nothing else."""
        statuses = [look.status for look in looks("npm")]
        assert statuses == [200, 200, 410, 410, 200]
        removed, (note,) = changed("northlandpublic/v2.html", "northlandpublic/v3.html")
        assert removed == []
        assert note.startswith("Editor’s note: ")

    def test_one_capture_differs_in_furniture_only(self) -> None:
        """Other bytes; the same article, headline and times; other counts, ages and slots."""
        old, new = page("harborledger/v3.html"), page("harborledger/v3-furniture.html")
        assert old != new
        assert body(old) == body(new)
        assert json_ld(old) == json_ld(new)
        assert b"5 minutes ago" in old
        gone = {line.strip() for line in old.splitlines()} - {
            line.strip() for line in new.splitlines()
        }
        furniture = re.compile(rb"ago</|shares</|comments</|\bad\b|adSlots")
        assert all(furniture.search(line) for line in gone)

    def test_one_look_finds_nothing_changed(self) -> None:
        """The same bytes a second time: a server answers 304."""
        pages = [look.page for look in looks("wire")]
        assert pages[1] == pages[2]


class TestWhereOutletsDiffer:
    @pytest.mark.parametrize(
        ("name", "figures"),
        [
            ("harborledger/v4.html", ("190 miles", "as many as 100,000 North Korean troops")),
            ("wexcombecourier/v4.html", ("range of 300km", "12,000 North Korean troops")),
            (
                "meridianwire/v3.html",
                ("300 kilometers (186 miles)", "more than 10,000 troops from North Korea"),
            ),
            ("northlandpublic/v3.html", ("200-mile range", " 10,000 North Korean troops")),
        ],
    )
    def test_the_figures_of(self, name: str, figures: tuple[str, ...]) -> None:
        """Each outlet gives its own range and its own number of troops."""
        text = " ".join(body(page(name)))
        assert [figure for figure in figures if figure not in text] == []

    def test_one_remark_is_translated_differently(self) -> None:
        """Two outlets quote Zelenskyy's address; they share no five words in a row."""
        remarks = []
        for name in ("meridianwire/v3.html", "wexcombecourier/v4.html"):
            (told,) = (p for p in body(page(name)) if "Zelenskyy said" in p)
            remarks.append(" ".join(re.findall("“(.+?)”", told)))
        assert all("with words" in remark for remark in remarks)
        assert not runs(remarks[0], 5) & runs(remarks[1], 5)


class TestTheStory:
    def test_everything_happens_on_one_evening(self) -> None:
        """All looks fall on Sunday 17 November 2024 where the story is set, from 4 p.m. on."""
        local = [look.at.astimezone(ZoneInfo(STORY.zone)) for look in STORY.looks]
        assert {moment.date() for moment in local} == {date(2024, 11, 17)}
        assert min(local).hour >= 16
        assert local == sorted(local)

    def test_no_page_is_seen_before_it_was_modified(self) -> None:
        """What a look shows was published and modified before it."""
        for look in STORY.looks:
            if look.page:
                assert modified(look.page) < look.at

    def test_every_page_has_its_place_in_the_timeline(self) -> None:
        """No file is left over, and each outlet shows two to four versions."""
        shown = {look.page for look in STORY.looks if look.page}
        assert shown == {path.read_bytes() for path in PAGES}
        for article in STORY.articles:
            versions = {tuple(body(look.page)) for look in looks(article.key) if look.page}
            assert 2 <= len(versions) <= 4

    def test_outlets_are_invented(self) -> None:
        """Every domain ends in .example, which nobody can register, and every page says so."""
        domains = {outlet.domain for outlet in STORY.outlets}
        assert all(domain.endswith(".example") for domain in domains)
        assert {urlsplit(article.address).hostname for article in STORY.articles} == domains
        assert all(b"this outlet does not exist" in path.read_bytes() for path in PAGES)

    def test_zones_are_known(self) -> None:
        """Each outlet's zone, and the story's, is in the zone database."""
        for zone in [STORY.zone, *(outlet.zone for outlet in STORY.outlets)]:
            assert ZoneInfo(zone).key == zone

    def test_every_look_says_what_it_shows(self) -> None:
        """The demo prints the notes."""
        assert all(look.note.strip() for look in STORY.looks)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
class TestEachPage:
    def test_is_as_long_as_an_article(self, path: Path) -> None:
        """300 to 600 words of body."""
        assert 300 <= len(" ".join(body(path.read_bytes())).split()) <= 600

    def test_is_built_like_a_real_one(self, path: Path) -> None:
        """Metadata in three places, and all the furniture that is not the article."""
        tree = etree.HTML(path.read_bytes().decode())
        wanted = [
            "//meta[@property='og:title']",
            "//link[@rel='canonical']",
            "//time[@datetime]",
            "//nav//a",
            "//figure[.//figcaption]",
            "//footer",
            "//button",
            "//*[contains(text(), 'cookies')]",
        ]
        assert [path for path in wanted if not tree.xpath(path)] == []
        assert json_ld(path.read_bytes())["headline"] == headline(path.read_bytes())

    @pytest.mark.skipif(not OTHERS.is_dir(), reason="the articles it tells anew are not here")
    def test_shares_no_run_of_words_with_what_it_tells_anew(self, path: Path) -> None:
        """Facts are free, sentences are not: no six words in a row are another's."""
        theirs = {run for other in OTHERS.glob("*.txt") for run in runs(other.read_text(), 6)}
        text = etree.HTML(path.read_bytes().decode()).xpath("string()")
        assert theirs
        assert runs(text, 6) & theirs == set()


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
