"""A web archive on the loopback interface: a CDX list, mementos, and TimeMaps.

It also misbehaves: `trouble` holds answers that are given first, by path.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from tests.integration.loopback import Answer, Asked, Loopback
from tracker.capture.fetch import open_fetcher
from tracker.capture.imports.asking import Asker
from tracker.capture.imports.mementos import Mementos
from tracker.config import CaptureSettings
from tracker.services.context import Context
from tracker.services.importing.known import is_taken

ARTICLE = "https://www.harbour-post.example/ferries/night-boat"
HTML = "text/html; charset=utf-8"
_FORM = "%Y%m%d%H%M%S"


@dataclass
class Copy:
    """One capture that the archive holds."""

    at: datetime
    body: bytes
    status: int = 200
    kind: str = "text/html"
    original: str = ARTICLE

    @property
    def stamp(self) -> str:
        return self.at.strftime(_FORM)


@dataclass
class WebArchive:
    """Answers as the Wayback Machine does. `broken` rows end each page of a list."""

    copies: list[Copy]
    page: int = 1_000
    broken: list[object] = field(default_factory=list)
    trouble: dict[str, list[Answer]] = field(default_factory=dict)
    plain: bool = False

    def __call__(self, asked: Asked) -> Answer:
        for path, answers in self.trouble.items():
            if path in asked.path and answers:
                return answers.pop(0)
        if asked.path.startswith("/cdx/"):
            return self._list(parse_qs(urlsplit(asked.path).query))
        if asked.path.startswith("/web/timemap/"):
            return self._time_map(asked)
        return self._memento(asked)

    def _list(self, asked: dict[str, list[str]]) -> Answer:
        assert asked["url"] == [ARTICLE]
        since, until = asked.get("from", ["0"])[0], asked.get("to", ["9"])[0]
        held = [copy for copy in self.copies if since <= copy.stamp <= until]
        begin = int(asked.get("resumeKey", ["0"])[0])
        rows = [
            [copy.stamp, copy.original, str(copy.status), copy.kind, f"D{number}"]
            for number, copy in enumerate(held)
        ]
        names = ["timestamp", "original", "statuscode", "mimetype", "digest"]
        if self.plain:
            objects = [dict(zip(names, row, strict=True)) for row in rows]
            return Answer(200, {}, "\n".join(map(json.dumps, objects)).encode())
        page: list[object] = [names, *rows[begin : begin + self.page], *self.broken]
        if begin + self.page < len(rows):
            page += [[], [str(begin + self.page)]]
        return Answer(200, {"Content-Type": "application/json"}, json.dumps(page).encode())

    def _memento(self, asked: Asked) -> Answer:
        stamp, _, original = asked.path.removeprefix("/web/").partition("/")
        found = [c for c in self.copies if f"{c.stamp}id_" == stamp and c.original == original]
        if not found:
            return Answer(404)
        (copy,) = found
        told = copy.at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        headers = {
            "Content-Type": copy.kind,
            "Memento-Datetime": told,
            "Link": f'<{copy.original}>; rel="original"',
            "X-Archive-Orig-Server": "nginx",
        }
        return Answer(copy.status, headers, copy.body)

    def _time_map(self, asked: Asked) -> Answer:
        at = f"http://{asked.headers['host']}"
        first, last = 0, self.page
        if asked.path.endswith("/2"):
            first, last = self.page, len(self.copies)
        links = [f'<{ARTICLE}>; rel="original"', f'<{at}{asked.path}>; rel="self"']
        if last < len(self.copies):
            links.append(f'<{at}/web/timemap/2>; rel="timemap"; type="application/link-format"')
        for copy in self.copies[first:last]:
            told = copy.at.strftime("%a, %d %b %Y %H:%M:%S GMT")
            where = f"{at}/web/{copy.stamp}/{copy.original}"
            links.append(f'<{where}>; rel="memento"; datetime="{told}"')
        links += [str(each) for each in self.broken]
        body = ",\n".join(links).encode()
        return Answer(200, {"Content-Type": "application/link-format"}, body)


@dataclass
class Hand:
    """A clock that goes on by what is waited for, and remembers how long that was."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    waited: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waited += seconds
        self.now += timedelta(seconds=seconds)


@contextmanager
def asking(context: Context, hand: Hand, gap: float = 0, timeout: float = 5) -> Iterator[Mementos]:
    """What fetches mementos, on the loopback interface."""
    settings = CaptureSettings(allow_loopback=True, timeout=timeout)
    with open_fetcher(settings, hand) as fetcher:
        asker = Asker(fetcher, context.engine, hand, hand.pause, timedelta(seconds=gap))
        yield Mementos(asker, lambda address, at: is_taken(context, address, at))


@contextmanager
def served(archive: WebArchive) -> Iterator[tuple[Loopback, str]]:
    """The archive on the loopback interface, and its address."""
    with Loopback(archive) as server:
        yield server, f"http://{server.at}"
