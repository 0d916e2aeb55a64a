"""Settings read again: what cannot be used or changed stays as it was, and is told by name."""

import logging
from typing import Any

import pytest

from tracker.config import Settings, load_settings
from tracker.daemon.reloading import reloaded
from tracker.errors import InputError


def settings(**flags: Any) -> Settings:
    return load_settings(flags={"database_url": "a.db", "zone": "UTC"} | flags)


def facts(caplog: pytest.LogCaptureFixture, event: str) -> dict[str, Any]:
    return next(vars(each) for each in caplog.records if each.getMessage() == event)


@pytest.fixture(autouse=True)
def _heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def test_new_settings_are_used_and_named(caplog: pytest.LogCaptureFixture) -> None:
    new = reloaded(settings(), lambda: settings(capture={"every": 60}, log={"level": "debug"}))
    assert (new.capture.every, new.log.level) == (60, "debug")
    assert facts(caplog, "settings reloaded")["changed"] == "capture.every, log.level"


def test_settings_that_cannot_be_used_change_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The field is named; whatever is wrong, the daemon goes on."""
    old = settings()
    assert reloaded(old, lambda: settings(daemon={"poll": "often"})) is old
    assert "daemon.poll" in facts(caplog, "settings not reloaded")["error"]

    def gone() -> Settings:
        raise InputError("no settings file at x")

    assert reloaded(old, gone) is old


def test_what_needs_a_restart_stays_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """By name alone: a database's address may hold a password."""
    new = reloaded(
        settings(),
        lambda: settings(
            database_url="postgresql://u:s3cret@h/n",
            zone="Europe/Berlin",
            daemon={"listen": "127.0.0.1:1", "poll": 1},
        ),
    )
    assert (new.database_url, new.zone, new.daemon.listen) == ("a.db", "UTC", "")
    assert new.daemon.poll == 1
    named = facts(caplog, "settings that need a restart")["settings"]
    assert named == "database_url, zone, daemon.listen"
    assert "s3cret" not in str([vars(each) for each in caplog.records])
