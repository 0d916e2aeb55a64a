"""Where the files beside the code are: migrations, the example settings, the sample story.

A wheel carries them inside the package; a checkout keeps them at its top level.
The installed version is told here too.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def version() -> str:
    """The version of the tracker that is installed."""
    from importlib.metadata import version as installed

    return installed("news-update-tracker")


def bundled(name: str) -> Path:
    """Path of the bundled folder `name` ("migrations", "config" or "seeds")."""
    in_wheel = _PACKAGE / "_bundled" / name
    return in_wheel if in_wheel.exists() else _PACKAGE.parent / name
