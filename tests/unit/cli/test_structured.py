"""What `tracker run` logs: a line a record, harmless and without secrets."""

import json
import logging
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from tracker.cli.structured import formatter
from tracker.config import LogSettings

HOSTILE = "\x1b]0;owned\x07 \u202egnp.exe\nlevel=info all is well\x9b2J"


def line(form: str, event: str, *, on_terminal: bool = False, **facts: Any) -> str:
    """A record as it is written."""
    raised = facts.pop("exc_info", None)
    record = logging.LogRecord("tracker.daemon", logging.INFO, "x", 1, event, None, raised)
    vars(record).update(facts)
    settings = LogSettings.model_validate({"format": form})
    return formatter(settings, on_terminal=on_terminal).format(record)


def test_json_has_the_event_its_facts_and_a_time_with_a_zone() -> None:
    told = json.loads(line("json", "version captured", address="https://a.example/1", version=2))
    assert (told["event"], told["level"]) == ("version captured", "info")
    assert (told["address"], told["version"]) == ("https://a.example/1", 2)
    assert datetime.fromisoformat(told["timestamp"]).tzinfo is not None


def test_the_console_has_a_line_for_people() -> None:
    told = line("console", "version captured", address="https://a.example/1", version=2)
    assert "version captured" in told
    assert "address=https://a.example/1" in told
    assert "version=2" in told


@pytest.mark.parametrize(("on_terminal", "as_json"), [(True, False), (False, True)])
def test_auto_is_for_people_on_a_terminal_and_json_elsewhere(
    on_terminal: bool, as_json: bool
) -> None:
    assert line("auto", "started", on_terminal=on_terminal).startswith("{") is as_json


@pytest.mark.parametrize("form", ["json", "console"])
def test_hostile_words_stay_on_their_line_and_do_nothing(form: str) -> None:
    told = line(form, HOSTILE, detail=HOSTILE)
    assert "\n" not in told
    for hidden in ("\x1b", "\x07", "\u202e", "\x9b"):
        assert hidden not in told


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_looks_like_a_secret_is_hidden(form: str) -> None:
    told = line(form, "x whsec_c2VjcmV0", url="postgresql://u:s3cret@h/n", more=["slack://k1/k2"])
    assert "c2VjcmV0" not in told
    assert "s3cret" not in told
    assert "k1" not in told


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_is_told_and_does_nothing(form: str) -> None:
    try:
        int(HOSTILE)
    except ValueError as error:
        raised = ValueError, ValueError(HOSTILE + "whsec_c2VjcmV0"), error.__traceback__
    told = line(form, "a bug", exc_info=raised)
    assert "Traceback" in told
    assert "\x1b" not in told
    assert "c2VjcmV0" not in told
    if form == "console":
        assert all(each.startswith("  ") for each in told.split("\n")[1:])


def test_no_other_command_loads_it() -> None:
    """Nor the clock, the figures, or the server."""
    code = (
        "import sys; import tracker.cli.main;"
        "heavy = {'structlog', 'apscheduler', 'prometheus_client', 'filelock', 'wsgiref'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
