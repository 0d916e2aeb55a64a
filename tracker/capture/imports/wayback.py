"""The Wayback Machine: a list of captures (CDX), then each of them as it was captured."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tracker.capture.imports.asking import Asker
from tracker.capture.imports.mementos import Memento, Mementos
from tracker.capture.imports.pages import unfit
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.errors import NetworkError

SITE = "https://web.archive.org"
PAGE = 1_000
"""Captures asked for at once."""

_FIELDS = ("timestamp", "original", "statuscode", "mimetype", "digest")
_STAMP = re.compile(r"[12]\d{13}", re.ASCII)
_STATUS = re.compile(r"\d{3}", re.ASCII)
_FORM = "%Y%m%d%H%M%S"
# What a list says of a capture that repeats an earlier one, and where it does not know.
_UNTOLD = {"statuscode": {"-", ""}, "mimetype": {"warc/revisit", "unk", "-", ""}}


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked for: captures from one time to another, at most `limit` of them."""

    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    at: datetime
    original: str
    status: int
    media_type: str | None


class WaybackHistory:
    """The captures of `address` at `site`, by its CDX server; the cursor is a time and a number."""

    total = None

    def __init__(
        self, address: str, span: Span, asker: Asker, mementos: Mementos, site: str = SITE
    ) -> None:
        self._site = site.rstrip("/")
        self._address = address
        self._span = span
        self._asker = asker
        self._mementos = mementos
        asked = (_stamp(span.since), _stamp(span.until), str(span.limit or ""))
        self.name = " ".join(["wayback", self._site, address, *asked])

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """A step a capture, those left out that show the same as the one before.

        Raises NetworkError where the archive gives no list, or is down.
        """
        since, _, fetched = (cursor or "").partition(" ")
        self._mementos.fetched = int(fetched or 0)
        since = since or _stamp(self._span.since)
        for done, row in enumerate(self._rows(since), start=1):
            if self._span.limit is not None and self._mementos.fetched >= self._span.limit:
                return
            item = Skipped("broken line") if row is None else self._item(row)
            since = since if row is None else _stamp(row.at)
            yield Step(item, f"{since} {self._mementos.fetched}", done)

    def _item(self, row: _Row) -> Recorded | Skipped:
        if reason := unfit(row.original, row.status, row.media_type):
            return Skipped(reason)
        address = f"{self._site}/web/{_stamp(row.at)}id_/{row.original}"
        return self._mementos.fetch(Memento(address, row.original, row.at))

    def _rows(self, since: str) -> Iterator[_Row | None]:
        """The rows of all pages, None for one that cannot be read."""
        key: str | None = ""
        met = set[str]()
        while key is not None and key not in met:
            met.add(key)
            rows, key = self._page(since, key)
            yield from rows

    def _page(self, since: str, key: str) -> tuple[list[_Row | None], str | None]:
        asked: dict[str, str | None] = {
            "url": self._address,
            "output": "json",
            "fl": ",".join(_FIELDS),
            "collapse": "digest",
            "limit": str(PAGE),
            "showResumeKey": "true",
            "from": since,
            "to": _stamp(self._span.until),
            "resumeKey": key,
        }
        given = {name: value for name, value in asked.items() if value}
        address = f"{self._site}/cdx/search/cdx?{urlencode(given)}"
        capture = self._asker.ask(address)
        if capture.body is None:
            raise NetworkError(f"{self._site} gave no list of captures: {capture.status}.")
        return parse_page(capture.body)


def parse_page(body: bytes) -> tuple[list[_Row | None], str | None]:
    """The rows of a page, None for broken ones, and the key of the next, None where it is the last.

    The Wayback Machine gives a list of lists, the first of them names; pywb gives an object a line.
    Raises NetworkError where it is neither.
    """
    text = body.decode("utf-8", "replace").strip()
    if text and text[0] not in "[{":
        raise NetworkError("the archive answered with something that is no list of captures.")
    if not text.startswith("["):
        return [_row(_object(line)) for line in text.splitlines() if line.strip()], None
    try:
        lists = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NetworkError(f"the list of captures cannot be read ({error}).") from error
    key = None
    if len(lists) > 1 and lists[-2] == [] and _is_key(lists[-1]):
        key, lists = str(lists[-1][0]), lists[:-2]
    names = lists[0] if lists and isinstance(lists[0], list) else []
    return [_row(_paired(names, values)) for values in lists[1:]], key


def _is_key(found: object) -> bool:
    return isinstance(found, list) and len(found) == 1 and isinstance(found[0], str)


def _paired(names: list[Any], values: object) -> Mapping[str, Any]:
    if not isinstance(values, list) or len(values) != len(names):
        return {}
    return {str(name): value for name, value in zip(names, values, strict=True)}


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    also = {"url": "original", "status": "statuscode", "mime": "mimetype"}
    return {str(also.get(name, name)): value for name, value in found.items()}


def _row(found: Mapping[str, Any]) -> _Row | None:
    """A row of the list; what it does not know is left for the capture to tell."""
    told = {name: str(found.get(name, "")) for name in _FIELDS}
    status = "200" if told["statuscode"] in _UNTOLD["statuscode"] else told["statuscode"]
    kind = None if told["mimetype"] in _UNTOLD["mimetype"] else told["mimetype"]
    if not _STAMP.fullmatch(told["timestamp"]) or not _STATUS.fullmatch(status):
        return None
    try:
        at = datetime.strptime(told["timestamp"], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    return _Row(at, told["original"], int(status), kind)


def _stamp(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime(_FORM) if at else ""
