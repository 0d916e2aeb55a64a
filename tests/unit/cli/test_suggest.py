"""`tracker story suggest`: which story an article belongs to; nothing is linked silently."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations
from tests.unit.stories import DAMS, FERRY, MUSEUM, RIVAL, TRADE
from tracker.understanding.stories.affinity import CERTAIN

STORY = "long-range-missiles"
OUTLETS = (
    "harborledger.example",
    "meridianwire.example",
    "northlandpublic.example",
    "wexcombecourier.example",
)
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
AT = ("--at", "2025-03-05T12:00Z")


@pytest.fixture
def ferry(tracker: Tracker, tmp_path: Path) -> Tracker:
    """A story with one account of a sinking; three articles are in no story."""
    for name, text in {"ferry": FERRY, "rival": RIVAL, "museum": MUSEUM, "dams": DAMS}.items():
        file = tmp_path / f"{name}.txt"
        file.write_text(text)
        story = ("--story", "halvard") if name == "ferry" else ()
        address = ("--url", f"https://{name}.example/article")
        assert tracker("ingest", file, *address, *AT, *story).code == 0
    return tracker


def suggested(tracker: Tracker, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    """The stories suggested for each outlet's article."""
    answer = json.loads(tracker("story", "suggest", *arguments, "--json").out)
    return {each["article"]["outlet"]: each["stories"] for each in answer["suggestions"]}


@pytest.mark.parametrize("outlet", OUTLETS)
def test_articles_of_the_sample_story_belong_together(sample: Tracker, outlet: str) -> None:
    """Each of them is certain, once it is taken out."""
    assert sample("story", "unlink", STORY, outlet).code == 0
    found = suggested(sample)
    assert list(found) == [outlet]
    (story,) = found[outlet]
    assert story["name"] == STORY
    assert story["score"] >= CERTAIN


def test_an_article_on_another_matter_belongs_to_no_story(sample: Tracker, tmp_path: Path) -> None:
    """Nor does one in which the same countries are named."""
    for name, text in {"museum": MUSEUM, "trade": TRADE}.items():
        file = tmp_path / f"{name}.txt"
        file.write_text(text)
        at = ("--url", f"https://{name}.example/a", "--at", "2024-11-18T09:00Z")
        assert sample("ingest", file, *at).code == 0
    assert suggested(sample) == {"museum.example": [], "trade.example": []}
    assert "fits no open story" in sample("story", "suggest").out


def test_an_article_alone_may_be_asked_about(sample: Tracker) -> None:
    """Also one that is in the story already, which is said."""
    found = suggested(sample, OUTLETS[0])
    assert [story["linked"] for story in found[OUTLETS[0]]] == ["before"]
    assert "is linked to it already" in sample("story", "suggest", OUTLETS[0]).out
    assert "Every article is in a story." in sample("story", "suggest").out


def test_a_suggestion_gives_its_grounds(ferry: Tracker) -> None:
    """Names, words, figures of one measure and remarks in common add up to the score."""
    found = suggested(ferry)
    assert {name for name, stories in found.items() if stories} == {"rival.example"}
    (story,) = found["rival.example"]
    grounds = {ground["kind"]: ground["shared"] for ground in story["grounds"]}
    assert {"names", "words", "figures", "remarks"} <= grounds.keys()
    assert {"Halvard", "Rusk", "Brandt"} <= set(grounds["names"])
    assert any("34" in figure for figure in grounds["figures"])
    assert "sailed in that sea" in grounds["remarks"][0]
    added = sum(ground["added"] for ground in story["grounds"])
    assert added == pytest.approx(story["score"], abs=0.005)
    text = ferry("story", "suggest", "rival").out
    assert "names in common" in text
    assert "Next: tracker story link halvard" in text


def test_nothing_is_linked_unless_told_to(ferry: Tracker) -> None:
    """Only what is certain then, and it is said."""
    ferry("story", "suggest")
    assert _linked(ferry) == 1
    text = ferry("story", "suggest", "--link").out
    assert text.count("linked to it now") == 1
    assert "Database: " in text
    assert _linked(ferry) == 2
    assert set(suggested(ferry, "--link")) == {"museum.example", "dams.example"}
    assert _linked(ferry) == 2


def _linked(tracker: Tracker) -> int:
    (story,) = json.loads(tracker("story", "show", "--json").out)["stories"]
    return len(story["articles"])


def test_articles_years_apart_are_not_linked(ferry: Tracker, tmp_path: Path) -> None:
    """An anniversary may be of the story, but nobody can be certain."""
    file = tmp_path / "later.txt"
    file.write_text(RIVAL.replace("on Wednesday", "a year ago"))
    later = ("--url", "https://later.example/a", "--at", "2026-03-05T12:00Z")
    assert ferry("ingest", file, *later).code == 0
    (story,) = suggested(ferry, "later", "--link")["later.example"]
    assert story["linked"] == "open"
    assert story["grounds"][-1]["kind"] == "time"


def test_its_json_is_what_the_schema_says(ferry: Tracker) -> None:
    schema = json.loads(ferry("schema", "suggestions").out)
    for arguments in ([], ["--link"], ["rival"]):
        answer = ferry("story", "suggest", *arguments, "--json")
        assert (answer.code, answer.err) == (0, "")
        assert violations(json.loads(answer.out), schema) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared articles are not at hand")
@pytest.mark.parametrize("first", range(4))
def test_real_articles_on_one_decision_suggest_their_story(tracker: Tracker, first: int) -> None:
    """A story opened with two neighbours of the five finds the other three."""
    files = sorted(SEEDS.glob("*.txt"))
    at = ("--at", "2024-11-18T12:00Z")
    assert tracker("ingest", *files[first : first + 2], *at, "--story", "missiles").code == 0
    assert tracker("ingest", *files, *at).code == 0
    found = suggested(tracker)
    assert len(found) == 3
    assert [len(stories) for stories in found.values()] == [1, 1, 1]
