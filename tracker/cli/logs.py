"""What the tracker logs, on standard error: one line a record, and nothing a terminal obeys."""

import logging
import sys
from types import TracebackType

from tracker.digest.escaping import inert
from tracker.redacting import redacted

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

LINE = "%(asctime)s %(levelname)s %(message)s"
CHATTY = ("alembic", "apscheduler", "httpx", "httpcore", "sqlalchemy")
"""They log every step, addresses and rows with secrets among them."""
FUSSY = ("apscheduler.scheduler", "trafilatura")
"""They warn of what is as it should be: a round that takes its time, a page without an article."""


def start_logging(level: int) -> None:
    """Log from `level` on; only what is wrong of the libraries. The first call decides."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(InertFormatter(LINE))
    logging.basicConfig(level=level, handlers=[handler])
    quieten()


def quieten() -> None:
    """Hear of libraries only what is wrong."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in FUSSY:
        logging.getLogger(name).setLevel(logging.ERROR)


class InertFormatter(logging.Formatter):
    """Messages quote pages and files: they stay on their line, tracebacks on lines set in.

    What looks like a secret is hidden, should one come so far.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        return inert(redacted(super().formatMessage(record)))

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's own name
        raised = redacted(super().formatException(ei))
        return "\n".join(f"  {inert(line)}" for line in raised.split("\n"))
