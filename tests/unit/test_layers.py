"""The directions between the packages, as pyproject.toml states them."""

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_every_contract_is_kept() -> None:
    """No lower layer imports an upper one, and the core stays pure."""
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0
