"""Starting up: what a command costs beside bare Python, and beside importing its libraries.

Every contender is a process of its own. Byte code is cached, as it is wherever the tracker was
installed or run before.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.harness import Figure, Options, Rounds

ROUNDS = 40
LIBRARIES = "import sqlalchemy, pydantic, typer, rich"
TRACKER = "import sys; from tracker.cli.main import main; sys.argv[0] = 'tracker'; main()"


def run(options: Options) -> Iterator[Figure]:
    """`tracker --version` above bare Python, and `tracker digest` beside importing libraries."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "demo.db")
        tracker("demo", "--database", database)()
        contenders = {
            "bare": python("pass"),
            "libraries": python(LIBRARIES),
            "version": tracker("--version"),
            "digest": tracker("digest", "--database", database),
        }
        for warm in contenders.values():
            warm()
        rounds = Rounds(contenders, options.scaled(ROUNDS))
    above = (rounds.typical("version") - rounds.typical("bare")) * 1000
    yield Figure("tracker --version above python -c pass", above, "ms", at_most=200)
    yield Figure("tracker digest of the demo", rounds.typical("digest") * 1000, "ms")
    ratio = rounds.ratio("digest", "libraries")
    yield Figure(f"tracker digest : {LIBRARIES}", ratio, "times", at_most=1.6)


def tracker(*arguments: str) -> Callable[[], object]:
    return python(TRACKER, arguments)


def python(code: str, arguments: Sequence[str] = ()) -> Callable[[], object]:
    """Runs a process of this Python, without the settings of whoever measures."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRACKER_", "PYTHONDONTWRITE"))
    }
    command = [sys.executable, "-c", code, *arguments]
    return lambda: subprocess.run(command, env=kept, check=True, stdout=subprocess.PIPE)
