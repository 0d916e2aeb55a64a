"""Articles covered, their headlines through the window, their comings and goings."""

from tests.unit.digest.builders import LEDGER, article, at, presence, version
from tracker.digest.articles import article_lines, headline_histories, presence_lines
from tracker.digest.material import Material
from tracker.digest.model import HeadlineHistory, Window
from tracker.projections.records import VersionRecord


def histories(*versions: VersionRecord, window: Window | None = None) -> list[HeadlineHistory]:
    material = Material(articles=(article(),), versions=versions)
    return list(headline_histories(material, window or Window()))


def headlines(history: HeadlineHistory) -> list[str]:
    return [entry.headline.text for entry in history.entries]


def test_a_headline_changed_and_changed_back_shows_all_three() -> None:
    """A -> B -> A is history, not nothing."""
    (history,) = histories(version(1, "A ship"), version(2, "B ship"), version(3, "A ship"))
    assert headlines(history) == ["A ship", "B ship", "A ship"]
    assert history.flips == 2


def test_versions_that_kept_the_headline_are_passed_over() -> None:
    (history,) = histories(version(1, "A"), version(2, "A"), version(3, "B"), version(4, "B"))
    assert [entry.version for entry in history.entries] == [1, 3]


def test_a_headline_that_stood_is_no_history() -> None:
    assert histories(version(1, "A"), version(2, "A")) == []


def test_the_headline_before_the_window_is_where_its_history_begins() -> None:
    (history,) = histories(
        version(1, "A"), version(2, "B"), version(3, "C"), window=Window(after=20)
    )
    assert headlines(history) == ["B", "C"]


def test_a_version_recorded_late_shows_the_headline_it_replaced() -> None:
    """Versions stand in observed order, whatever their place in the log."""
    late = version(2, "B")
    kept = version(1, "A"), late, version(3, "C")
    (history,) = histories(*kept, window=Window(after=19, upto=20))
    assert headlines(history) == ["A", "B"]


def test_new_words_of_a_headline_are_marked() -> None:
    (history,) = histories(
        version(1, "Ferry with 40 aboard runs aground"),
        version(2, "Ferry with 52 aboard runs aground"),
    )
    quote = history.entries[1].headline
    assert [quote.text[a:b] for a, b in quote.marks] == ["52"]


def test_every_article_is_covered_also_the_unchanged() -> None:
    """An article without a new version is named, so that silence can be told from not looking."""
    material = Material(
        articles=(article(LEDGER, "ledger.example", status="gone"), article()),
        versions=(version(1), version(2), version(1, of=LEDGER)),
    )
    courier, ledger = article_lines(material, Window(since=at(0.5)))
    assert (courier.versions, courier.is_new) == ((2,), False)
    assert (ledger.versions, ledger.status) == ((), "gone")


def test_an_article_first_seen_inside_the_window_is_new() -> None:
    (line,) = article_lines(Material(articles=(article(),), versions=(version(1),)), Window())
    assert line.is_new


def test_taken_down_and_brought_back_name_the_last_version_seen() -> None:
    material = Material(
        articles=(article(),),
        versions=(version(1, "A"), version(2, "B"), version(3, "C")),
        presence=(presence("returned", 1.6, 26), presence("gone", 1.2, 25)),
    )
    gone, back = presence_lines(material, Window())
    assert (gone.kind, gone.version, gone.headline) == ("gone", 2, "B")
    assert (back.kind, back.version) == ("returned", 2)
    assert presence_lines(material, Window(since=at(1.5))) == (back,)
