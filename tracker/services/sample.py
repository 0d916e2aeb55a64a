"""The sample story and a small web server that plays it, for `tracker demo`.

The server answers on the loopback interface alone, by host and path, with what the manifest says
stood there at the (simulated) time.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tracker.bundled import bundled


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    name: str
    domain: str
    zone: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleArticle:
    key: str
    outlet: str
    address: str


@dataclass(frozen=True, slots=True)
class SampleLook:
    """From `at` (zone-aware) on, `address` answers with `page`, or with `status` without one."""

    at: datetime
    address: str
    status: int
    page: bytes | None
    note: str


@dataclass(frozen=True, slots=True)
class SampleStory:
    """The manifest: `outlets` by domain, `looks` in time order."""

    title: str
    name: str
    zone: str
    outlets: tuple[SampleOutlet, ...]
    articles: tuple[SampleArticle, ...]
    looks: tuple[SampleLook, ...]

    def standing(self, address: str, now: datetime) -> SampleLook | None:
        """The look that holds for `address` at `now`; None before its first."""
        past = (look for look in self.looks if look.address == address and look.at <= now)
        return max(past, key=lambda look: look.at, default=None)


def load_sample() -> SampleStory:
    """The story that comes with the tracker."""
    folder = bundled("seeds")
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    articles = tuple(SampleArticle(**article) for article in manifest["articles"])
    addresses = {article.key: article.address for article in articles}
    looks = [_look(entry, addresses, folder) for entry in manifest["looks"]]
    return SampleStory(
        title=manifest["title"],
        name=manifest["name"],
        zone=manifest["zone"],
        outlets=tuple(
            SampleOutlet(**{**outlet, "tags": tuple(outlet["tags"])})
            for outlet in manifest["outlets"]
        ),
        articles=articles,
        looks=tuple(sorted(looks, key=lambda look: look.at)),
    )


def _look(entry: Mapping[str, object], addresses: Mapping[str, str], folder: Path) -> SampleLook:
    at, status = entry["at"], entry.get("status", HTTPStatus.OK.value)
    assert isinstance(at, datetime)
    assert isinstance(status, int)
    file = entry.get("file")
    page = (folder / str(file)).read_bytes() if file else None
    return SampleLook(at, addresses[str(entry["article"])], status, page, str(entry["note"]))


class SampleSite:
    """Serves `story` as it stood at `now()`, while the context lasts.

    `resolve` is what the guard of `tracker.network` needs to find the outlets' hosts here.
    """

    def __init__(self, story: SampleStory, now: Callable[[], datetime]) -> None:
        self._story = story
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(story, now))
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def resolve(self) -> Mapping[str, str]:
        return {outlet.domain: f"127.0.0.1:{self.port}" for outlet in self._story.outlets}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(story: SampleStory, now: Callable[[], datetime]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("host", "").partition(":")[0].lower()
            address = f"http://{host}{urlsplit(self.path).path}"
            look = story.standing(address, now())
            if look is None or look.page is None:
                self._answer(look.status if look else HTTPStatus.NOT_FOUND, b"Nothing here.\n", {})
                return
            tags = {"ETag": _etag(look.page), "Last-Modified": _http_date(story, look)}
            if self.headers.get("if-none-match") == tags["ETag"]:
                self._answer(HTTPStatus.NOT_MODIFIED, b"", tags)
            else:
                self._answer(look.status, look.page, tags)

        def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet: the demo prints its own account."""

    return Handler


def _etag(page: bytes) -> str:
    return f'"{sha256(page).hexdigest()[:32]}"'


def _http_date(story: SampleStory, look: SampleLook) -> str:
    """When this page first stood at its address."""
    first = min(
        other.at
        for other in story.looks
        if other.address == look.address and other.page == look.page
    )
    return format_datetime(first.astimezone(UTC), usegmt=True)
