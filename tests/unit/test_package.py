"""The package as a library sees it."""

import subprocess
import sys


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import tracker` leaves the database, the models and the extractor unloaded."""
    code = (
        "import sys, tracker;"
        "heavy = {'sqlalchemy', 'pydantic', 'trafilatura', 'httpx', 'typer', 'lxml'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
