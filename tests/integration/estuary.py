"""An invented outlet on the loopback interface, whose pages live through an eventful week.

Every answer carries fresh noise: a token, a relative time, a counter, an advertisement in a plain
paragraph, a list of what is read most.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import count

from tests.integration.loopback import Answer, Asked

HTML = {"Content-Type": "text/html; charset=utf-8"}
_GOODS = ("boots", "kettles", "lamps", "rugs", "clocks", "tents", "chairs", "pans")


@dataclass(frozen=True)
class Text:
    """What an article says at a time; blank lines stand between the paragraphs of its body."""

    headline: str
    body: str
    caption: str = "The quay at low water on Sunday."

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(paragraph.split()) for paragraph in self.body.split("\n\n")]


@dataclass(frozen=True)
class Story:
    """An article: where it stands, when it is published, and its edits (hours after that)."""

    path: str
    published: datetime
    first: Text
    edits: tuple[tuple[float, Text], ...] = ()

    def at(self, now: datetime) -> Text:
        """What it says now."""
        past = [text for hours, text in self.edits if now >= self.published + hour(hours)]
        return past[-1] if past else self.first


Trouble = Callable[[Asked], Answer]


@dataclass
class Estuary:
    """The outlet. `troubles` are (path prefix, from, until, answer): the first that fits answers.

    `unlisted` are paths that its feed does not name.
    """

    now: Callable[[], datetime]
    stories: list[Story] = field(default_factory=list)
    troubles: list[tuple[str, datetime, datetime, Trouble]] = field(default_factory=list)
    unlisted: set[str] = field(default_factory=set)
    at: str = ""
    _turn: "count[int]" = field(default_factory=count)

    def __call__(self, asked: Asked) -> Answer:
        now = self.now()
        for prefix, since, until, trouble in self.troubles:
            if asked.path.startswith(prefix) and since <= now < until:
                return trouble(asked)
        if asked.path == "/feed.xml":
            return self._feed(now)
        story = next((each for each in self.stories if each.path == asked.path), None)
        if story is None or story.published > now:
            return Answer(404, HTML, b"<html><body><h1>Not found</h1></body></html>")
        return Answer(200, HTML, self.page(story.at(now), story.published, now).encode())

    def page(self, text: Text, published: datetime, now: datetime) -> str:
        """The article's page, with what changes on it every time."""
        turn = next(self._turn)
        goods = _GOODS[turn % len(_GOODS)]
        body = "\n".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs[1:])
        most_read = "".join(
            f'<li><a href="/x{turn + n}">What {_GOODS[(turn * 3 + n) % 8]} cost in {turn + n} towns'
            "</a></li>"
            for n in range(4)
        )
        return f"""<!DOCTYPE html><html lang="en"><head>
<title>{text.headline} - Estuary Times</title>
<meta property="og:title" content="{text.headline}">
<meta property="og:site_name" content="Estuary Times">
<meta property="article:published_time" content="{published.isoformat()}">
<meta name="csrf-token" content="{turn * 7919:x}"></head><body>
<nav><a href="/">Home</a> <a href="/harbour">Harbour</a> <a href="/council">Council</a></nav>
<article class="story"><h1>{text.headline}</h1>
<p class="ago">Published {ago(now - published)} ago</p>
<span class="shares">{turn * 13 % 997} shares</span>
<figure><img src="/quay.jpg?v={turn}" alt=""><figcaption>{text.caption}</figcaption></figure>
<p>{text.paragraphs[0]}</p>
<p>Buy {goods} before they are gone, {turn % 7 + 3} shops have them now</p>
{body}
</article><aside class="most-read"><h2>Most read</h2><ul>{most_read}</ul></aside>
<footer>Estuary Times, the quay house</footer></body></html>"""

    def _feed(self, now: datetime) -> Answer:
        """The newest six articles: older ones drop out."""
        out = sorted(
            (s for s in self.stories if s.published <= now and s.path not in self.unlisted),
            key=lambda s: s.published,
        )
        items = "".join(
            f"<item><title>{story.first.headline}</title><link>http://{self.at}{story.path}?utm_source=rss"
            f"</link><guid>{story.path}</guid><pubDate>{format_datetime(story.published)}</pubDate></item>"
            for story in reversed(out[-6:])
        )
        feed = (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>Estuary Times</title>'
            f"<link>http://{self.at}/</link>{items}</channel></rss>"
        )
        return Answer(200, {"Content-Type": "application/rss+xml"}, feed.encode())


def ago(since: timedelta) -> str:
    """A span as pages give it."""
    minutes = int(since.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 2 * 24 * 60 else f"{minutes // 60 // 24} days"


def hour(hours: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=hours)
