"""Mementos (RFC 7089): a page as a web archive has it, with the time it was captured at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.capture.imports.asking import Asker, NoAnswerError
from tracker.capture.imports.linkformat import Link, parse_links
from tracker.capture.imports.pages import unfit
from tracker.capture.imports.steps import Recorded, Skipped
from tracker.capture.model import Capture
from tracker.errors import InputError, NetworkError
from tracker.network.waiting import http_date

MOST_UNANSWERED = 5
"""Mementos in a row that bring no answer until the archive counts as down."""
TAKEN_BEFORE = "taken before"

IsTaken = Callable[[str, datetime], bool]
"""Whether a capture of an address at a time is in the archive already, so that nobody need ask."""

_ORIGINAL = "x-archive-orig-"
# As the Wayback Machine and pywb name them: .../20241117120000mp_/https://...
_STAMPED = re.compile(r"(/\d{14})(?:[a-z]{2}_)?(/(?:https?:|www\.))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Memento:
    """Where an archive has `original` as it was `at` a time."""

    address: str
    original: str
    at: datetime | None


@dataclass(slots=True)
class Mementos:
    """Fetches mementos one by one, those aside that are taken already."""

    asker: Asker
    is_taken: IsTaken
    fetched: int = 0
    _unanswered: int = 0

    def fetch(self, memento: Memento) -> Recorded | Skipped:
        """The page of a memento. Raises NetworkError where the archive seems to be down."""
        if memento.at is not None and self.is_taken(memento.original, memento.at):
            return Skipped(TAKEN_BEFORE)
        self.fetched += 1
        try:
            capture = self.asker.ask(raw_form(memento.address))
        except InputError as error:
            return Skipped("no web address", str(error))
        except NoAnswerError as error:
            return self._without_answer(error)
        self._unanswered = 0
        return page_of(memento, capture)

    def _without_answer(self, error: NoAnswerError) -> Skipped:
        self._unanswered += 1
        if self._unanswered >= MOST_UNANSWERED:
            raise NetworkError(
                f"{self._unanswered} copies in a row brought no answer, the last: {error} Run this "
                "again later: it goes on where it stopped."
            ) from error
        return Skipped("no answer", str(error))


def raw_form(address: str) -> str:
    """The address of the bytes as they were captured, without the archive's banner and links."""
    return _STAMPED.sub(r"\1id_\2", address, count=1)


def page_of(memento: Memento, capture: Capture) -> Recorded | Skipped:
    """The page in an archive's answer."""
    received = capture.received
    if reason := unfit(memento.original, capture.status, capture.media_type):
        return Skipped(reason)
    assert capture.body is not None
    told = next((v for name, v in received if name.lower() == "memento-datetime"), "")
    # Redirected to another capture, it is that one's time that counts.
    at = http_date(told) or (memento.at if capture.final_address == capture.address else None)
    if at is None:
        return Skipped("no time", f"{memento.address}: the archive does not say when it saw this.")
    original = _original(received)
    return Recorded(
        address=memento.original,
        observed_at=at,
        body=capture.body,
        media_type=capture.media_type,
        headers=_headers(received),
        final_address=original if original != memento.original else None,
    )


def _original(received: tuple[tuple[str, str], ...]) -> str | None:
    """The address that the archive says it captured."""
    for name, value in received:
        if name.lower() == "link":
            links = (link for link in parse_links(value) if isinstance(link, Link))
            return next((one.target for one in links if "original" in one.relations), None)
    return None


def _headers(received: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Those of the page, which archives set apart from their own; else what its type is."""
    own = tuple((n[len(_ORIGINAL) :], v) for n, v in received if n.lower().startswith(_ORIGINAL))
    return own or tuple(pair for pair in received if pair[0].lower() == "content-type")
