"""Comparing: how long two versions of a long text take, and how the time grows with its length.

The texts are made of invented words drawn as unevenly as those of a language are, always the same.
"""

from collections.abc import Callable, Iterator
from random import Random

from tests.benchmarks.harness import Figure, Options, Rounds, seconds
from tracker.article.reading import Block, BlockKind, Reading
from tracker.comparing.compare import compare_readings
from tracker.comparing.sentences import split_sentences

LONG = 1_000  # paragraphs
LONGEST = 20_000
ARTICLE = 24  # paragraphs: about 900 words
ROUNDS = 5
VOCABULARY = 6_000
HOSTILE = 1_000_000  # characters

Pair = tuple[Reading, Reading]


def run(options: Options) -> Iterator[Figure]:
    """Time for an article and for a long text, growth by doubling, hostile text."""
    Writer(1).pair(ARTICLE, 0.2, compare=True)  # word lists and caches are loaded once a process
    article, long = Writer(2).pair(ARTICLE, 0.2), Writer(3).pair(LONG, 0.05)
    rounds = Rounds({"article": compared(article), "long": compared(long)}, ROUNDS)
    yield milliseconds("two versions of a 900-word article", rounds.typical("article"), 5)
    yield milliseconds("1,000 paragraphs, 5% edited", rounds.typical("long"), 60)
    for name, pair in SHAPES.items():
        yield Figure(f"doubling the text, {name}", growth(pair, options), "times", at_most=2.3)
    for name, text in HOSTILE_TEXTS.items():
        yield Figure(f"1 MB of {name}", hostile_seconds(text), "s", at_most=1)


class Writer:
    """Writes paragraphs, and edits them as an update would."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = [
            "".join(self._random.choices(letters, k=self._random.randint(2, 9)))
            for _ in range(VOCABULARY)
        ]
        self._weights = [1 / (rank + 10) for rank in range(VOCABULARY)]

    def pair(self, paragraphs: int, share: float, *, compare: bool = False) -> Pair:
        """An article of that many paragraphs, and its next version: `share` of them edited."""
        old = self.paragraphs(paragraphs)
        pair = reading(old), reading([each for text in old for each in self._edited(text, share)])
        if compare:
            compare_readings(*pair)
        return pair

    def paragraphs(self, count: int) -> list[str]:
        return [self._paragraph() for _ in range(count)]

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self._random.randint(1, 3)))

    def _sentence(self) -> str:
        count = self._random.randint(8, 30)
        words = self._random.choices(self._words, self._weights, k=count)
        return " ".join(words).capitalize() + "."

    def _edited(self, text: str, share: float) -> list[str]:
        fate = self._random.random() / share
        if fate < 0.6:
            words = text.split()
            words[self._random.randrange(len(words))] = self._random.choice(self._words)
            return [" ".join(words)]
        if fate < 0.8:
            return [text, self._paragraph()]
        return [text] if fate >= 1 else []


def reading(paragraphs: list[str]) -> Reading:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return Reading(headline="A headline that stays", blocks=blocks)


def equal(count: int) -> Pair:
    same = ["The same words stand here once more."]
    return reading(same * count), reading([*same * (count // 2), "Others.", *same * (count // 2)])


def unlike(count: int) -> Pair:
    return reading(Writer(4).paragraphs(count)), reading(Writer(5).paragraphs(count))


SHAPES: dict[str, Callable[[int], Pair]] = {
    "5% edited": lambda count: Writer(6).pair(count, 0.05),
    "all paragraphs equal": equal,
    "none match": unlike,
}
HOSTILE_TEXTS = {
    "one character": "a" * HOSTILE,
    "one word": "word " * (HOSTILE // 5),
    "quotation marks": "“" * HOSTILE,
    "full stops": ". " * (HOSTILE // 2),
    "one sentence": "It goes on. " * (HOSTILE // 12),
    "initials": "A " * (HOSTILE // 2),
    "abbreviations": "U.S. " * (HOSTILE // 5),
    "short sentences": "Aa Bb. " * (HOSTILE // 7),
    "words without spaces": "a," * (HOSTILE // 2),
}


def growth(pair: Callable[[int], Pair], options: Options) -> float:
    """How many times longer twice the text takes, up to 20,000 paragraphs."""
    most = options.scaled(LONGEST)
    rounds = Rounds({"half": compared(pair(most // 2)), "whole": compared(pair(most))}, 3)
    return rounds.ratio("whole", "half")


def hostile_seconds(text: str) -> float:
    """Splitting the text and comparing it with one that differs in its middle."""
    middle = len(text) // 2
    old, new = reading([text]), reading([text[:middle] + " x " + text[middle:]])
    return max(seconds(lambda: split_sentences(text)), seconds(compared((old, new))))


def compared(pair: Pair) -> Callable[[], object]:
    return lambda: compare_readings(*pair)


def milliseconds(name: str, value: float, at_most: float) -> Figure:
    return Figure(name, value * 1000, "ms", at_most=at_most)
