"""A story's ledger is one, however it is asked for."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.unit.cli.conftest import Tracker
from tests.unit.stories import FERRY, RIVAL
from tracker import Ledger, Source, ledger, read
from tracker.article.reading import lay_out
from tracker.digest.phrases import value_words

STORY = "long-range-missiles"
HOURS = {"ferry": 12, "rival": 13}
TEXTS = {"ferry": FERRY, "rival": RIVAL}

Told: TypeAlias = tuple[object, ...]


def page(name: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in TEXTS[name].splitlines())
    return (
        f'<html lang="en"><meta property="article:published_time" content="{published(name)}">'
        f"<article><h1>Ferry Halvard sinks off Cape Rusk</h1>{body}</article></html>"
    )


def published(name: str) -> str:
    return datetime(2025, 3, 5, HOURS[name], tzinfo=UTC).isoformat()


@pytest.fixture
def halvard(tracker: Tracker, tmp_path: Path) -> Tracker:
    """A story of two outlets with an article each, seen when they were published."""
    for name in TEXTS:
        file = tmp_path / f"{name}.html"
        file.write_text(page(name))
        place = ("--url", f"https://{name}.example/a", "--at", published(name))
        assert tracker("ingest", file, *place, "--story", "halvard").code == 0
    return tracker


def as_the_api_tells_it() -> Ledger:
    """The same articles through `tracker.ledger`, without any database."""
    sources = []
    for name in TEXTS:
        text = lay_out(read(page(name))).text
        moment = datetime.fromisoformat(published(name))
        sources.append(Source(f"{name}.example", f"{name}.example", moment, text))
    return ledger(sources)


def test_facts_and_story_tell_the_same_threads(sample: Tracker) -> None:
    """Word for word, also over outlets with several versions; so do the remarks."""
    shown = json.loads(sample("story", "show", STORY, "--json").out)
    facts = json.loads(sample("facts", "--story", STORY, "--json").out)
    statements = json.loads(sample("statements", "--story", STORY, "--json").out)
    assert shown["threads"]
    assert shown["remarks"]
    assert facts["threads"] == shown["threads"]
    assert statements["remarks"] == shown["remarks"]


def test_the_ledger_of_the_api_has_the_threads_that_the_commands_tell(halvard: Tracker) -> None:
    """The same figures of the same outlets under the same measure, in the same order."""
    shown = json.loads(halvard("story", "show", "halvard", "--json").out)
    found = as_the_api_tells_it()
    assert found.threads
    assert [_line(thread) for thread in shown["threads"]] == [
        (
            thread.subject,
            thread.scope,
            thread.unit,
            _once((outlet, value_words(fact)) for outlet, fact in thread.entries),
        )
        for thread in found.threads
    ]


def test_commands_and_api_tell_alike_who_was_first_and_who_says_nothing(halvard: Tracker) -> None:
    """As JSON, and in words below the claims."""
    shown = json.loads(halvard("story", "show", "halvard", "--json").out)
    parts = ("first_to_report", "last_to_correct")
    assert [
        (*(thread[part] for part in parts), tuple(thread["not_mentioned_by"]))
        for thread in shown["threads"]
    ] == [
        (thread.first_to_report, thread.last_to_correct, thread.not_mentioned_by)
        for thread in as_the_api_tells_it().threads
    ]
    assert "first: ferry.example" in halvard("story", "show", "halvard").out


def test_the_ledger_of_the_api_has_the_remarks_that_the_commands_tell(halvard: Tracker) -> None:
    """By the same speaker, in each outlet's words."""
    shown = json.loads(halvard("story", "show", "halvard", "--json").out)
    assert shown["remarks"]
    assert [
        (remark["speaker"], _once((claim["outlet"], claim["value"]) for claim in remark["claims"]))
        for remark in shown["remarks"]
    ] == [
        (remark.speaker, _once((outlet, said.text) for outlet, said in remark.entries))
        for remark in as_the_api_tells_it().remarks
    ]


def _line(thread: dict[str, Any]) -> Told:
    claims = _once((claim["outlet"], claim["value"]) for claim in thread["claims"])
    return thread["subject"], thread["scope"], thread["unit"], claims


def _once(claims: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What an outlet says twice counts once."""
    return tuple(dict.fromkeys(claims))
