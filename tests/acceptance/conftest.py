"""The installed command, as its users run it: in a process of its own, in a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SECONDS = 60
"""More than any command here takes on a busy machine."""


@dataclass(frozen=True)
class Installed:
    """`tracker` next to the Python that runs the tests, with nobody's settings or database."""

    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def command(self) -> str:
        return str(Path(sys.executable).with_name("tracker"))

    @property
    def variables(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return kept | {"HOME": str(self.home), "TRACKER_ZONE": "UTC"} | dict(self.environment)

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.command, *map(str, arguments)],
            env=self.variables,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """The command left running, its output in pipes."""
        return subprocess.Popen(
            [self.command, *map(str, arguments)],
            env=self.variables,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def installed(home: Path) -> Installed:
    """With the database where a user's goes."""
    return Installed(home)


@pytest.fixture
def on(home: Path) -> Callable[[object], Installed]:
    """`on(database)`: with this database."""
    return lambda database: Installed(home, {"TRACKER_DATABASE_URL": str(database)})
