"""Invented pages of invented outlets, under noise that changes with every look.

Every page of `histories` comes in ten versions. A CSRF token, "Updated N minutes ago", share
counts, an advertisement and "Most read" are others in each; every other version has a real edit: a
figure, the headline, a caption, a list item, a short paragraph, words, or a new paragraph.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from random import Random

VERSIONS = 10
WEIGHT = 150_000  # bytes, of real pages

_PEOPLE = ("Anja Holm", "Piet Verhagen", "Lena Sorvik", "Tomas Adair", "Ruth Okello", "Ivo Marek")
_TOWNS = ("Ostrava Bay", "Kelby", "North Harrow", "Tarnwick", "Velden", "Sankt Morris")
_BODIES = ("the harbour board", "the county council", "the water company", "the rail operator")
_THINGS = ("the old bridge", "the night ferry", "the flood wall", "the tram line", "the reservoir")
_DOES = ("will close", "reopens", "is to be sold", "runs over budget", "stands empty")
_COUNTED = ("homes", "jobs", "boats")
_CLAUSES = (
    "after engineers found cracks in {n} of its {m} supports",
    "because repairs would cost {n} million crowns more than planned",
    "although {n} residents had signed a petition against it",
    "as water levels rose by {n} centimetres within {m} hours",
    "while crews from {n} districts worked through the night",
)
SALES = (
    "Halden Boots: warm feet from the first snow",
    "Fly to the islands from 49 a seat, hand luggage included",
    "The Brewer kitchen sale ends this weekend, save 35% on ovens",
    "Sleep better: the Morpho mattress, tested for 100 nights at home",
    "New glasses in an hour at Optik Lund, opposite the station",
    "Zenno electric cars. Lease yours with nothing down",
    "Garden chairs at half price until stocks run out, only at Plank",
    "Learn Spanish with ten minutes each evening. First month free",
    "Cruise the fjords next summer aboard the Meridian Queen",
    "Grilled halloumi tonight? Recipe boxes brought to your door",
    "Silent dishwashers by Korund, with a guarantee of ten winters",
    "Your pension deserves better: speak with Nordfond advisers",
)
_READ = (
    "Why the lighthouse keeper of Skarn never left",
    "Ten bakeries worth the detour",
    "Quiz: how well do you know your rivers?",
    "A choir without a conductor wins the national prize",
    "What the new parking rules mean for you",
    "The goalkeeper who became a beekeeper",
    "Storm names for next winter announced",
    "Inside the museum of broken clocks",
    "How a village saved its cinema",
    "Old maps show a vanished island",
    "The dog that takes the bus alone",
    "Rents fall for the first time since spring",
)


@dataclass(frozen=True)
class Story:
    """What an article asserts."""

    headline: str
    dek: str
    byline: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    caption: str


@dataclass(frozen=True)
class Capture:
    """One version of a page; `edit` says what was edited in it, None where only noise changed."""

    address: str
    html: bytes
    edit: str | None


@dataclass(frozen=True)
class Style:
    """How an outlet builds its pages. In the `plain` layout noise stands in bare paragraphs."""

    number: int
    plain: bool
    fillers: str = field(repr=False, default="")

    @property
    def body(self) -> tuple[str, str]:
        return (
            ("<div class='article-body'>", "</div>"),
            ("<div id='content' class='col-8'><section>", "</section></div>"),
            ("<main><div class='story__text'>", "</div></main>"),
            ("<section itemprop='articleBody'>", "</section>"),
        )[self.number % 4]


def histories(
    *,
    plain: bool,
    outlets: int = 20,
    pages: int = 20,
    weight: int = WEIGHT,
    seed: int = 1,
    longer: int = 0,
    versions: int = VERSIONS,
    edited: int | None = None,
) -> Iterator[list[Capture]]:
    """The versions of each page, in order; of articles `longer` by so many paragraphs.

    Only the first `edited` of them are edited, if it is given.
    """
    for number in range(pages):
        outlet = number % outlets
        random = Random(f"{seed} {number}")
        style = Style(outlet, plain, _fillers(Random(f"{seed} outlet {outlet}"), weight))
        address, story = f"https://paper{outlet}.example/news/{number}", _story(random)
        more = (_paragraph(random, "Kelby", "the pier", "the council") for _ in range(longer))
        story = replace(story, paragraphs=(*story.paragraphs, *more))
        count = versions if edited is None else edited
        yield list(_history(address, story, style, random, versions, count))


def _history(
    address: str, story: Story, style: Style, random: Random, versions: int, edited: int
) -> Iterator[Capture]:
    edits, sold = _edits(random), random.sample(SALES, VERSIONS)
    for version in range(versions):
        edit = None
        if 0 < version < edited and version % 2 == address.endswith(tuple("13579")):
            edit, change = next(edits)
            story = change(story, random)
        yield Capture(address, _page(story, style, sold[version % VERSIONS], random).encode(), edit)


def _story(random: Random) -> Story:
    town, thing, body = (random.choice(each) for each in (_TOWNS, _THINGS, _BODIES))
    headline = (
        f"{town}: {thing[4:].capitalize()} {random.choice(_DOES)} in {random.randint(2, 9)} weeks"
    )
    paragraphs = tuple(_paragraph(random, town, thing, body) for _ in range(random.randint(9, 16)))
    paragraphs = (*paragraphs[:4], f"He is {random.randint(31, 77)}.", *paragraphs[4:])
    items = tuple(
        f"{part.capitalize()}: {random.randint(12, 980)} {random.choice(_COUNTED)}"
        for part in ("upper town", "old quarter", "east bank")
    )
    return Story(
        headline,
        f"Plans by {body} have divided {town} for {random.randint(3, 30)} months.",
        random.choice(_PEOPLE),
        paragraphs,
        items,
        f"{thing.capitalize()} at {town}, seen from a height of {random.randint(20, 90)} metres",
    )


def _paragraph(random: Random, town: str, thing: str, body: str) -> str:
    clause = random.choice(_CLAUSES).format(n=random.randint(2, 900), m=random.randint(10, 99))
    person = random.choice(_PEOPLE)
    return random.choice(
        (
            f"{thing.capitalize()} in {town} will stay shut {clause}, {person} said on Tuesday.",
            f"{body.capitalize()} decided to spend {random.randint(2, 90)} million on it {clause}.",
            f"“Nobody asked {town},” said {person} at {random.randint(3, 60)}, {clause}.",
            f"In {town} {random.randint(100, 9000):,} people need {thing}, {clause}, {body} said.",
        )
    )


Edit = tuple[str, Callable[[Story, Random], Story]]


def _edits(random: Random) -> Iterator[Edit]:
    """Edits without end, four of nine in figures alone."""
    figures: list[Edit] = [
        ("figure in a paragraph", _figure),
        ("figure in a list", _list_figure),
        (
            "figure in the caption",
            lambda story, r: replace(story, caption=_bumped(story.caption, r)),
        ),
        (
            "figure in the headline",
            lambda story, r: replace(story, headline=_bumped(story.headline, r)),
        ),
        ("figure in a short paragraph", _short_figure),
    ]
    words: list[Edit] = [
        (
            "headline",
            lambda story, r: replace(
                story,
                headline=f"{r.choice(_TOWNS)} fights for {r.choice(_THINGS)}, {r.randint(11, 99)}",
            ),
        ),
        (
            "caption",
            lambda story, r: replace(
                story, caption=f"{r.choice(_PEOPLE)} on a visit in {r.randint(1990, 2020)}"
            ),
        ),
        (
            "list item",
            lambda story, r: replace(story, items=(*story.items, f"{r.choice(_TOWNS)}: none")),
        ),
        ("short paragraph", _short),
        ("negation", _negation),
        ("paragraph beside the advertisement", _beside),
        ("paragraph moved", _moved),
    ]
    while True:
        yield random.choice(figures if random.random() < 4 / 9 else words)


def _bumped(text: str, random: Random) -> str:
    """The text with its last figure changed."""
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    at = digits[-1]
    return text[:at] + str((int(text[at]) + random.randint(1, 9)) % 10) + text[at + 1 :]


def _with(story: Story, at: int, text: str) -> Story:
    return replace(story, paragraphs=(*story.paragraphs[:at], text, *story.paragraphs[at + 1 :]))


def _figure(story: Story, random: Random) -> Story:
    numbered = [at for at, text in enumerate(story.paragraphs) if any(map(str.isdigit, text))]
    at = random.choice(numbered)
    return _with(story, at, _bumped(story.paragraphs[at], random))


def _list_figure(story: Story, random: Random) -> Story:
    at = random.randrange(3)
    items = (*story.items[:at], _bumped(story.items[at], random), *story.items[at + 1 :])
    return replace(story, items=items)


def _short_at(story: Story) -> int:
    return next(at for at, text in enumerate(story.paragraphs) if text.startswith("He is"))


def _short_figure(story: Story, random: Random) -> Story:
    at = _short_at(story)
    return _with(story, at, _bumped(story.paragraphs[at], random))


def _short(story: Story, random: Random) -> Story:
    at = _short_at(story)
    age = random.randint(31, 77)
    others = f"He is {age} and unmarried.", f"He is married, and {age}.", f"He is now {age}."
    return _with(
        story, at, random.choice([each for each in others if each != story.paragraphs[at]])
    )


def _negation(story: Story, random: Random) -> Story:
    at = random.choice(
        [n for n, text in enumerate(story.paragraphs) if " will " in text or " in " in text]
    )
    text = story.paragraphs[at]
    return _with(
        story,
        at,
        text.replace(" will ", " will not ", 1)
        if " will " in text
        else text.replace(" in ", " not in ", 1),
    )


def _beside(story: Story, random: Random) -> Story:
    words = _paragraph(random, *(random.choice(each) for each in (_TOWNS, _THINGS, _BODIES)))
    at = random.choice((2, 3))
    return replace(story, paragraphs=(*story.paragraphs[:at], words, *story.paragraphs[at:]))


def _moved(story: Story, random: Random) -> Story:
    at = random.randrange(5, len(story.paragraphs) - 1)
    one, other = story.paragraphs[at : at + 2]
    if one == other:
        return _beside(story, random)
    return replace(
        story, paragraphs=(*story.paragraphs[:at], other, one, *story.paragraphs[at + 2 :])
    )


def _page(story: Story, style: Style, sold: str, random: Random) -> str:
    opening, closing = style.body
    token = "".join(random.choices("0123456789abcdef", k=32))
    time = f"Updated {random.randint(2, 59)} minutes ago"
    shares = f"{random.randint(10, 9999):,} shares"
    if style.plain:
        advertisement, time = f"<p>{sold}</p>", f"<p>{time}</p>"
    else:
        advertisement = f'<div class="ad-slot"><div class="ad">{sold}</div></div>'
        time = f'<div class="timestamp">{time}</div>'
    texts = [f"<p>{_marked(text, random)}</p>" for text in story.paragraphs]
    texts.insert(3, advertisement)
    listed = "".join(f"<li>{escape(item)}</li>" for item in story.items)
    read = "".join(
        f'<li><a href="/{random.random()}">{each}</a></li>' for each in random.sample(_READ, 5)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(story.headline)} | Paper {style.number}</title>"
        f'<meta property="og:title" content="{escape(story.headline)}">'
        f'<meta name="description" content="{escape(story.dek)}">'
        f'<meta name="csrf-token" content="{token}"></head><body>{style.fillers}'
        f"<article><h1>{escape(story.headline)}</h1><p class='dek'>{escape(story.dek)}</p>"
        f"<p class='byline'>By {story.byline}</p>{time}"
        f'<div class="share-bar"><span class="count">{shares}</span></div>'
        f'<figure><img src="https://img.example/{style.number}.jpg?sig={token}"><figcaption>'
        f"{escape(story.caption)}</figcaption></figure>{opening}{''.join(texts)}"
        f"<ul>{listed}</ul>{closing}</article>"
        f'<aside class="most-read"><h3>Most read</h3><ol>{read}</ol></aside>'
        f'<form><input type="hidden" name="csrf" value="{token}"></form></body></html>'
    )


def _marked(text: str, random: Random) -> str:
    """The text as markup, the same each time."""
    words = escape(text, quote=False).split(" ")
    if len(words) > 8:
        words[5] = f'<a href="/topic/{len(words)}">{words[5]}</a>'
    del random
    return " ".join(words)


def _fillers(random: Random, weight: int) -> str:
    """Navigation, teasers, scripts: most of a page's weight, the same all over an outlet."""
    parts: list[str] = []
    size = 0
    while size < weight:
        name = f"{random.choice(_TOWNS)} {random.choice(_THINGS)} {random.randint(1, 999)}"
        sizes = ", ".join(f"/images/{random.random()}.jpg {width}w" for width in (320, 640, 1280))
        parts.append(
            f'<li class="teaser teaser--{random.randint(1, 4)} river__item col-6 col-md-4"'
            f' data-slot="{len(parts)}" data-id="{random.random()}"><div class="teaser__frame">'
            f'<a class="teaser__link" href="/{random.random()}"><img srcset="{sizes}"></a></div>'
            f'<a href="/{random.random()}"><span class="teaser__title">{name}</span></a>'
            f'<div class="teaser__dek teaser__dek--short" data-source="{random.random()}">'
            f"<span>{random.choice(_READ)}</span></div></li>"
        )
        size += len(parts[-1])
        if len(parts) % 8 == 0:
            numbers = ",".join(str(random.randrange(10**6)) for _ in range(500))
            parts.append(f"<script>window.queue.push([{numbers}])</script>")
            size += len(parts[-1])
    return f'<section class="river"><ul>{"".join(parts)}</ul></section>'
