"""What goes to standard error: plain lines, whatever they quote, and no secret."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Tracker
from tracker.cli.logs import CHATTY, FUSSY, InertFormatter, start_logging
from tracker.cli.output import errors

HOSTILE = "\x1b]0;owned\x07 \u202egnp.exe\nINFO all is well\x9b2J"


@contextmanager
def fresh_logging() -> Iterator[None]:
    """Nothing logs yet; in the end the loggers are as they were."""
    loggers = [logging.getLogger(name) for name in (None, *CHATTY, *FUSSY)]
    levels, handlers = [logger.level for logger in loggers], loggers[0].handlers
    loggers[0].handlers = []
    yield
    loggers[0].handlers = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def assert_plain(text: str) -> None:
    for hidden in ("\x1b", "\x07", "\u202e", "\x9b"):
        assert hidden not in text


def test_a_message_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    errors().print(f"error: {HOSTILE}")
    said = capsys.readouterr().err
    assert_plain(said)
    assert said.count("\n") == 1
    assert "owned" in said


@pytest.mark.parametrize("command", [["ingest"], ["read"], ["show"]])
def test_commands_tell_hostile_names_plainly(
    tracker: Tracker, tmp_path: Path, command: list[str]
) -> None:
    """A file that somebody else named, or a word that somebody else gave."""
    (tmp_path / "\x1b]0;owned\x07.txt").write_text("")
    ran = tracker(*command, tmp_path / "\x1b]0;owned\x07.txt")
    assert ran.code != 0
    assert ran.err.startswith("error: ")
    assert_plain(ran.err)


def test_a_record_of_the_log_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    """So that no page can make up a record of its own."""
    with fresh_logging():
        start_logging(logging.INFO)
        logging.getLogger("tracker").warning("%s: failed", HOSTILE)
    said = capsys.readouterr().err
    assert_plain(said)
    assert said.count("\n") == 1


def test_libraries_that_warn_of_nothing_are_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """A slow server would make a warning a second of a daemon whose rounds take longer than one."""
    with fresh_logging():
        start_logging(logging.INFO)
        logging.getLogger("apscheduler.scheduler").warning("skipped: maximum number reached")
        logging.getLogger("trafilatura.core").warning("discarding data: None")
        logging.getLogger("alembic.runtime.migration").info("Running upgrade")
    assert capsys.readouterr().err == ""


def test_a_traceback_is_set_in_and_plain() -> None:
    try:
        int(HOSTILE)
    except ValueError as error:
        raised = ValueError, ValueError(HOSTILE), error.__traceback__
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "bug", None, raised)
    said = InertFormatter("%(message)s").format(record)
    first, *rest = said.split("\n")
    assert first == "bug"
    assert rest[0] == "  Traceback (most recent call last):"
    assert all(line.startswith("  ") for line in rest)
    assert_plain(said)


def test_debug_shows_where_an_error_came_from_and_no_secret(tracker: Tracker) -> None:
    """Neither statements with what they insert nor rows that they find."""
    address = "https://hooks.example/k3y"
    secret = tracker("endpoint", "add", address).out.split("shown this once: ")[1].split()[0]
    with fresh_logging():
        listed = tracker("--debug", "endpoint", "list")
        unknown = tracker("--debug", "show", "nothing")
    assert listed.code == 0
    assert secret.removeprefix("whsec_") not in listed.err
    assert "k3y" not in listed.err
    assert "Traceback" in unknown.err
