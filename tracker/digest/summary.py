"""What a digest comes to, in one or two lines: the counts that stand at its top."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.digest.model import Change, Digest, Matter, Net
from tracker.digest.phrases import count


def summary(digest: Digest) -> tuple[str, ...]:
    """Phrases such as "3 figures changed, 1 without a notice"; one where nothing happened."""
    return tuple(_phrases(digest)) or ("Nothing shifted",)


def coverage(digest: Digest) -> str:
    """What was looked at: "4 articles of 3 outlets, 6 new versions"."""
    versions = sum(len(article.versions) for article in digest.articles)
    outlets = len({article.outlet for article in digest.articles})
    articles = count(len(digest.articles), "article")
    return f"{articles} of {count(outlets, 'outlet')}, {count(versions, 'new version')}"


def is_empty(digest: Digest) -> bool:
    """Whether no section has a line."""
    return not any(_phrases(digest))


def tells_nothing(digest: Digest) -> bool:
    """Whether an editor would call it empty: nothing in it came about inside its window.

    Where outlets differ is told as it stands, and is no news by itself. A new article is news,
    unless the digest tells only some kinds of change.
    """
    told = (digest.facts, digest.statements, digest.wordings, digest.headlines, digest.images)
    arrived = not digest.scope.is_narrowed and any(line.is_new for line in digest.articles)
    return not (any(told) or digest.notices or digest.presence or arrived)


def _phrases(digest: Digest) -> Iterator[str]:
    figures = [change for change in digest.facts if change.matter is Matter.FIGURE]
    dates = [change for change in digest.facts if change.matter is Matter.DATE]
    for found, noun in (
        (figures, "figure"),
        (dates, "date"),
        (digest.statements, "statement"),
        (digest.wordings, "wording"),
    ):
        if found:
            yield _changed(found, noun)
    for number, singular, plural in _tallies(digest):
        if number:
            yield count(number, singular, plural)


def _changed(found: Sequence[Change], noun: str) -> str:
    """How many changed, came and went, and how many of them without a notice."""
    nets = Counter(change.net for change in found)
    words = [
        f"{nets[net]} {ending}"
        for net, ending in (
            (Net.CHANGED, "changed"),
            (Net.CAME, "new"),
            (Net.WENT, "dropped"),
            (Net.MOVED, "moved"),
            (Net.NOTHING, "changed and changed back"),
        )
        if nets[net]
    ]
    number, ending = words[0].split(" ", 1)
    words[0] = f"{count(int(number), noun)} {ending}"
    silent = sum(change.unannounced for change in found)
    if silent:
        words.append("without a notice" if silent == len(found) else f"{silent} without a notice")
    return ", ".join(words)


def _tallies(digest: Digest) -> Iterator[tuple[int, str, str]]:
    removed = sum(line.withdrawn for line in digest.notices)
    gone = sum(line.kind == "gone" for line in digest.presence)
    yield len(digest.headlines), "headline changed", "headlines changed"
    yield len(digest.images), "lead image changed", "lead images changed"
    yield len(digest.notices) - removed, "notice", "notices"
    yield removed, "notice removed", "notices removed"
    yield gone, "article taken down", "articles taken down"
    yield len(digest.presence) - gone, "article brought back", "articles brought back"
    yield len(digest.disagreements), "point where outlets differ", "points where outlets differ"
    yield len(digest.remarks), "remark worded differently", "remarks worded differently"
