"""Hostile texts: how long a megabyte of nothing but one unit takes to read, understand, compare.

Prints the worst ten of each kind of work. A unit is repeated up to the size; nothing of it is an
article, so all that is asked is that no rule grows faster than its input.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from random import Random

import tracker
from tests.benchmarks.harness import Figure, Options, seconds
from tracker.errors import InputError

MEGABYTE = 1_000_000
WORST = 10
PUBLISHED = datetime(2024, 11, 17, 20, tzinfo=UTC)
UNITS = {
    "letter": "a",
    "capital": "A",
    "digit": "1",
    "space": " a",
    "line ends": "\n.",
    "tabs": "\t1",
    "full stop": ".",
    "comma": ",",
    "hyphen": "-",
    "dash": "—",
    "colon": ":",
    "slash": "/",
    "straight mark": '"',
    "apostrophe": "'",
    "opening mark": "“",
    "closing mark": "”",
    "opening single": "‘",
    "closing single": "’",
    "guillemet": "«",
    "low mark": "„",
    "corner mark": "「",
    "backtick": "`",
    "bracket": "(",
    "dollar": "$",
    "percent": "%",
    "half": "½",
    "at": "@",
    "ampersand": "&",
    "less": "< ",
    "letters apart": "a ",
    "quoted letter": '"a" ',
    "curly quoted letter": "“a” ",
    "single quoted letter": "'a' ",
    "opening and letter": '"a ',
    "nested marks": "“‘",
    "figures and commas": "9,",
    "figures apart": "9 ",
    "figures and hyphens": "1-",
    "figures and slashes": "1/",
    "figures and points": "1.",
    "figures and colons": "1:",
    "thousands": "1,000 ",
    "money": "$1 ",
    "shares": "5% ",
    "years": "2024 ",
    "ISO days": "2024-11-17 ",
    "titles": "Mr. ",
    "said": "said ",
    "said a name": "said Ruiz ",
    "abbreviations": "U.S. ",
    "month days": "Jan. 1 ",
    "month lists": "Nov. 7 and 8, ",
    "initials": "A. ",
    "letter lines": "a\n",
    "figure lines": "123\n",
    "year lines": "1998\n",
    "money lines": "$1,200\n",
    "quoted lines": '"a\n',
    "quoted remarks": 'he said, "x" ',
    "quoted remark lines": 'he said, "x"\n',
    "remarks": "He said it was so. ",
    "according": "according to ",
    "the man who": "the man who ",
    "names": "Ab Cd ",
    "names apart": "Ab Cd, ",
    "name lines": "Ab Cd\n",
    "roles": "Mayor Ada Ruiz, head of ",
    "possessives": "Ruiz's ",
    "number words": "one ",
    "large number words": "hundred thousand ",
    "dozens": "dozens of ",
    "between and": "between 5 and ",
    "from to": "from 5 to ",
    "times": "9 p.m. ",
    "weekdays": "on Monday ",
    "ago": "ago ",
    "days ago": "two days ago ",
    "of the": "of the ",
    "and": "and ",
    "that": "that ",
    "not": "not ",
    "nouns": "homes ",
    "verbs": "fell ",
    "updates": "Updated 9 p.m. ET: ",
    "corrections": "Correction: ",
    "correction lines": "Correction: a\n",
    "editor's notes": "Editor's note ",
    "corrected from to": "an earlier version of this article ",
    "by": "By ",
    "by lines": "By Ab Cd\n",
    "photo": "(Photo by ",
    "photo lines": "(Photo by Ab Cd)\n",
    "agencies": "Reuters ",
    "labels": "RUIZ: ",
    "label lines": "RUIZ: a\n",
    "list lines": "- a\n",
    "shouted": "ABC ",
    "addresses": "https://a.b/c ",
    "mail": "a@b.c ",
    "hyphened": "a-",
    "apostrophed": "a'",
    "dotted": "a.",
    "underlined": "_",
    "questions": "a? ",
    "ellipses": "… ",
    "Chinese": "中文",
    "Japanese": "「あ」",
    "Arabic": "مرحبا ",
    "Hebrew": "שלום ",
    "Thai": "ก",
    "combining marks": "e\u0301",
    "only combining marks": "\u0301",
    "emoji": "😀",
    "zero width": "\u200b",
    "joiners": "a\u200d",
    "soft hyphens": "a\u00ad",
    "no-break spaces": "\u00a0a",
    "line separators": "a\u2028",
    "right to left": "\u202ea",
    "full-width figures": "１",
    "Arabic figures": "٣",
    "superscripts": "²",
    "Roman": "Ⅻ",
    "dotted I": "İ",
    "sharp s": "ß",
    "ligatures": "ﬁ",
    "replacement": "\ufffda",
    "entities": "&amp;",
}
Work = Callable[[str], Callable[[], object]]


def run(options: Options) -> Iterator[Figure]:
    """Seconds of the worst texts for each kind of work."""
    texts = battery(options.scaled(MEGABYTE))
    tracker.understand("It was so.")
    for name, work in WORKS.items():
        timed = sorted(((seconds(work(text)), key) for key, text in texts.items()), reverse=True)
        for value, key in timed[:WORST]:
            yield Figure(f"{name}: {key}", value, "s", at_most=1)


def battery(size: int) -> Mapping[str, str]:
    """Every hostile text, `size` characters long, by name."""
    texts = {name: unit * (size // len(unit)) for name, unit in UNITS.items()}
    random = Random(1)
    drawn = random.randbytes(size).decode("latin-1")
    texts["random bytes"] = drawn
    texts["random letters and marks"] = "".join(random.choices("aB1 .,\"'“”‘’()$%-\n", k=size))
    texts["random words"] = " ".join(random.choices(sorted(UNITS.values()), k=size // 5))[:size]
    texts["one mark open"] = '"' + "a b. " * (size // 5)
    texts["one long sentence of remarks"] = "he said that " * (size // 13) + "."
    return texts


def understanding(text: str) -> Callable[[], object]:
    return lambda: tracker.understand(text, published=PUBLISHED)


def reading_text(text: str) -> Callable[[], object]:
    return lambda: _read(text, "text/plain")


def reading_page(text: str) -> Callable[[], object]:
    page = f"<html><body><article><h1>A dam holds</h1><p>{text}</p></article></body></html>"
    return lambda: _read(page, "text/html")


def comparing(text: str) -> Callable[[], object]:
    middle = len(text) // 2
    return lambda: tracker.compare(text, text[:middle] + "x" + text[middle + 1 :])


WORKS: dict[str, Work] = {
    "understanding": understanding,
    "reading text": reading_text,
    "reading a page": reading_page,
    "comparing": comparing,
}


def _read(source: str, media_type: str) -> object:
    try:
        return tracker.read(source, media_type=media_type, published=PUBLISHED)
    except InputError as refused:
        return refused
