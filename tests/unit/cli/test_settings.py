"""Settings: the file, then variables, then flags; mistakes are told by their place."""

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Tracker
from tracker.bundled import bundled
from tracker.config import load_settings
from tracker.errors import InputError


@pytest.fixture(autouse=True)
def nobodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("TRACKER_DATABASE_URL", "TRACKER_ZONE"):
        monkeypatch.delenv(name, raising=False)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "tracker.toml"
    file.write_text(text)
    return file


def test_a_flag_wins_over_a_variable_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(
        tmp_path, 'zone = "Europe/Berlin"\ndatabase_url = "file.db"\n[capture]\nevery = 60'
    )
    assert load_settings(file).zone == "Europe/Berlin"
    monkeypatch.setenv("TRACKER_ZONE", "Asia/Tokyo")
    monkeypatch.setenv("TRACKER_CAPTURE__TIMEOUT", "7")
    settings = load_settings(file, {"database_url": "flag.db"})
    assert (settings.zone, settings.database_url) == ("Asia/Tokyo", "flag.db")
    assert (settings.capture.every, settings.capture.timeout) == (60, 7)


def test_the_users_own_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "config" / "tracker").mkdir(parents=True)
    written(tmp_path / "config" / "tracker", 'zone = "Asia/Tokyo"')
    assert load_settings().zone == "Asia/Tokyo"


def test_the_example_that_comes_with_it_is_valid() -> None:
    """As it stands, and with every comment taken off."""
    example = bundled("config") / "tracker.toml"
    assert load_settings(example).capture.gap == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zone = ", "cannot be read"),
        ('zone = "Mars/Base"', "setting zone: 'Mars/Base' is no time zone"),
        ("zon = 1", "setting zon"),
        ("[capture]\nevery = -1", "setting capture.every"),
        ("[capture]\nlease = 5", "setting capture.lease: 5 is shorter than the timeout of 20"),
        ("[delivery]\nlease = 0", "setting delivery.lease"),
        (
            "[daemon]\npoll = 0",
            "setting daemon.poll: Input should be greater than",
        ),
        ('[daemon]\nlisten = "8470"', "setting daemon.listen: '8470' is no place to listen at"),
        ('[daemon]\nlisten = "here:99999"', "give one like 127.0.0.1:8470"),
        ('[daemon]\npublic_url = "news"', "setting daemon.public_url: 'news' is no address"),
        ('[daemon]\npublic_url = "https://u:p@x"', "setting daemon.public_url"),
        (
            '[log]\nformat = "xml"',
            "setting log.format: Input should be 'auto', 'console'",
        ),
        ('[log]\nlevel = "loud"', "setting log.level: Input should be 'debug', 'info'"),
        ("[capture]\nevry = 60", "setting capture.evry"),
        ('[delivery]\nretry = ["soon"]', "setting delivery.retry"),
        ("zone = '\xff'", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_told_by_its_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "tracker.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as refused:
        load_settings(file)
    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no settings file at"):
        load_settings(tmp_path / "none.toml")


def test_a_command_takes_its_settings_from_the_file(tracker: Tracker, tmp_path: Path) -> None:
    """Shared options may stand before the command or after it."""
    file = written(tmp_path, f'database_url = "{tmp_path / "own.db"}"')
    assert "own.db" not in tracker("db", "status", "--config", file).out  # the variable wins
    for order in (
        ["--database", tmp_path / "f.db", "db", "status"],
        ["db", "status", "--database", tmp_path / "f.db"],
    ):
        assert "f.db" in tracker(*order).out
