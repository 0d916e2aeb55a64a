"""The files to run the tracker by: what they name exists, and they give no more than is needed."""

import re
from collections.abc import Mapping
from configparser import ConfigParser
from typing import Any

import pytest

from tests import reference
from tests.unit.test_docs import settings
from tracker.bundled import bundled
from tracker.daemon.service import MOMENT, PATIENCE
from tracker.errors import ConflictError, InputError

VARIABLES = {f"TRACKER_{name.upper().replace('.', '__')}" for name, _ in settings()}
COMPOSE = bundled("config") / "compose"


class _Repeated(dict[str, Any]):
    """Some of systemd's settings may stand several times; their values add up."""

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self and isinstance(value, list):
            value = [*self[key], *value]
        super().__setitem__(key, value)


@pytest.fixture(scope="module")
def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False, dict_type=_Repeated)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((bundled("config") / "systemd" / "tracker.service").read_text("utf-8"))
    return parser


@pytest.fixture(scope="module")
def compose() -> Mapping[str, Any]:
    yaml = pytest.importorskip("yaml")
    told: Mapping[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text("utf-8"))
    return told


def is_command(words: list[str]) -> bool:
    return f"tracker {' '.join(words)}" in reference.commands()


def test_the_service_runs_a_command_that_exists(unit: ConfigParser) -> None:
    program, *words = unit["Service"]["ExecStart"].split()
    assert program.endswith("/tracker")
    assert words[0] == "--config"
    assert is_command(words[2:])


def test_the_service_sets_what_can_be_set(unit: ConfigParser) -> None:
    named = re.findall(r"TRACKER_\w+", "\n".join(unit["Service"].values()))
    assert named
    assert set(named) <= VARIABLES


def test_the_service_stops_and_reloads_as_the_daemon_does(unit: ConfigParser) -> None:
    """SIGTERM, longer than a stop takes; SIGHUP; no restart where that would not help."""
    service = unit["Service"]
    assert service["KillSignal"] == "SIGTERM"
    assert float(service["TimeoutStopSec"]) > PATIENCE + 2 * MOMENT
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    hopeless = {int(code) for code in service["RestartPreventExitStatus"].split()}
    assert hopeless == {InputError.exit_code, ConflictError.exit_code}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DynamicUser", "yes"),
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("PrivateTmp", "yes"),
        ("CapabilityBoundingSet", ""),
        ("MemoryDenyWriteExecute", "yes"),
        ("StateDirectory", "tracker"),
    ],
)
def test_the_service_has_few_rights(unit: ConfigParser, name: str, value: str) -> None:
    assert unit["Service"][name] == value


def test_the_containers_run_commands_that_exist(compose: Mapping[str, Any]) -> None:
    for name in ("tracker", "upgrade"):
        assert is_command(compose["services"][name]["command"])
    docker = (COMPOSE / "Dockerfile").read_text("utf-8")
    assert 'ENTRYPOINT ["tracker"]' in docker
    assert 'CMD ["run"]' in docker


def test_the_containers_set_what_can_be_set(compose: Mapping[str, Any]) -> None:
    named = re.findall(r"TRACKER_\w+", str(compose) + (COMPOSE / "Dockerfile").read_text("utf-8"))
    assert set(named) <= VARIABLES


def test_the_containers_have_few_rights(compose: Mapping[str, Any]) -> None:
    """Nobody's user, nothing to write to, no capability."""
    for name in ("tracker", "upgrade"):
        service = compose["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "USER 10001" in (COMPOSE / "Dockerfile").read_text("utf-8")
    assert compose["networks"]["inside"] == {"internal": True}


def test_the_containers_take_their_secrets_from_files(compose: Mapping[str, Any]) -> None:
    """None stands in a variable, where anybody who lists processes could read it."""
    for service in compose["services"].values():
        assert service["secrets"] == ["postgres_password"]
        for name, value in service["environment"].items():
            assert "password" not in name.lower() or str(value).startswith("/run/")
    assert compose["secrets"] == {"postgres_password": {"file": "secrets/postgres_password"}}


def test_the_container_is_healthy_when_it_is_ready(compose: Mapping[str, Any]) -> None:
    """Asked where it listens, which is open to this machine alone."""
    service = compose["services"]["tracker"]
    port = service["environment"]["TRACKER_DAEMON__LISTEN"].rpartition(":")[2]
    assert f":{port}/readyz" in " ".join(service["healthcheck"]["test"])
    assert service["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert int(service["stop_grace_period"].removesuffix("s")) > PATIENCE + 2 * MOMENT
