"""Whether a link leads to an article, by the shape of its path and the length of its text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

ENOUGH = 3
"""The score from which a link is taken for one to an article."""

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)20\d\d[/_-](0?[1-9]|1[0-2])(?!\d)")
_NUMBER = re.compile(r"(?<![\d])\d{5,}(?!\d)|(?<![0-9a-z])[0-9a-f]{12,}(?![0-9a-z])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FILE = re.compile(r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|zip|xml|rss|ics|css|js)$")

_WORDS = """
abo about accessibility account advertise advertising agb app apps archive archives auteur
author authors autor autoren autores autori careers categories category contact contact-us
contacts cookie cookies corrections datenschutz donate events faq feed feeds games help hilfe
home impressum imprint jobs kontakt legal login logout member members newsletter newsletters
page pages people podcast podcasts privacy privacy-policy profile register registration rss
schlagwort search service settings share shop sign-in signin signup sitemap staff store
subscribe subscription subscriptions suche tag tags temas terms terms-of-use thema themen topic
topics user users video-gallery weather wetter
"""
_NO_ARTICLE = frozenset(_WORDS.split())
_LONG_TEXT, _SOME_TEXT = 8, 4
_LONG_SLUG, _SOME_SLUG = 4, 3
_BARE = 2


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for an article, and what does."""

    points: int
    reasons: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return self.points >= ENOUGH


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link stands: in navigation, in a heading, in an article's teaser."""

    navigation: bool = False
    heading: bool = False


def score_link(address: str, text: str, place: Place = Place()) -> Score:
    """What speaks for and against `address`, linked with `text`, being an article."""
    said = _of_path(address) + _of_text(text)
    if place.navigation:
        said.append((-3, "in navigation"))
    if place.heading:
        said.append((1, "in a heading or teaser"))
    return Score(sum(points for points, _ in said), tuple(reason for _, reason in said))


def score_path(address: str) -> Score:
    """The same by the address alone."""
    said = _of_path(address)
    return Score(sum(points for points, _ in said), tuple(reason for _, reason in said))


def dated(address: str) -> datetime | None:
    """The day that an address names in its path, as its midnight in UTC."""
    found = _DATE.search(urlsplit(address).path)
    if not found:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None


def _of_path(address: str) -> list[tuple[int, str]]:
    path = urlsplit(address).path.rstrip("/").lower()
    segments = [segment for segment in path.split("/") if segment]
    if not segments:
        return [(-5, "the home page")]
    said = []
    if _DATE.search(path) or _MONTH.search(path):
        said.append((2, "a date in its path"))
    if _NUMBER.search(path):
        said.append((2, "a number in its path"))
    said += _of_slug(max(segments, key=lambda segment: len(_WORD.findall(segment))))
    if not said and len(segments) <= _BARE:
        said.append((-2, "a short path"))
    if any(segment in _NO_ARTICLE for segment in segments):
        said.append((-4, "a path of no article"))
    if _FILE.search(path):
        said.append((-5, "a file"))
    return said


def _of_slug(slug: str) -> list[tuple[int, str]]:
    words = len(_WORD.findall(slug))
    if words >= _LONG_SLUG:
        return [(2, "a slug of words")]
    return [(1, "a short slug")] if words >= _SOME_SLUG else []


def _of_text(text: str) -> list[tuple[int, str]]:
    words = len(text.split())
    if words >= _LONG_TEXT:
        return [(2, "a long text")]
    return [(1, "a text of some words")] if words >= _SOME_TEXT else []
