"""News-update tracker: every version of an article, and what each update changed.

The names below load on first use, so that `import tracker` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.api import Pushed, push
    from tracker.article.reading import Block, Notice, Reading
    from tracker.comparing.align import align_sentences
    from tracker.comparing.model import Edit, Link, Noise, Sentence, WordEdit
    from tracker.errors import TrackerError
    from tracker.reading.read import read
    from tracker.understanding.ledger import ledger
    from tracker.understanding.model import (
        Fact,
        Ledger,
        Remark,
        Revision,
        Shift,
        Source,
        Statement,
        Thread,
        Understanding,
    )
    from tracker.understanding.revision import compare
    from tracker.understanding.understand import understand

_HOMES = {
    "tracker.api": ("Pushed", "push"),
    "tracker.article.reading": ("Block", "Notice", "Reading"),
    "tracker.comparing.align": ("align_sentences",),
    "tracker.comparing.model": ("Edit", "Link", "Noise", "Sentence", "WordEdit"),
    "tracker.errors": ("TrackerError",),
    "tracker.reading.read": ("read",),
    "tracker.understanding.ledger": ("ledger",),
    "tracker.understanding.model": (
        "Fact",
        "Ledger",
        "Remark",
        "Revision",
        "Shift",
        "Source",
        "Statement",
        "Thread",
        "Understanding",
    ),
    "tracker.understanding.revision": ("compare",),
    "tracker.understanding.understand": ("understand",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Block",
    "Edit",
    "Fact",
    "Ledger",
    "Link",
    "Noise",
    "Notice",
    "Pushed",
    "Reading",
    "Remark",
    "Revision",
    "Sentence",
    "Shift",
    "Source",
    "Statement",
    "Thread",
    "TrackerError",
    "Understanding",
    "WordEdit",
    "align_sentences",
    "compare",
    "ledger",
    "push",
    "read",
    "understand",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("news-update-tracker")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tracker' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
