"""The paragraphs of an English text that stand in another language: a translation, a wire's copy.

Words between quotation marks do not count: whoever is quoted may speak any language.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from tracker.comparing.model import Sentence
from tracker.reading.language import guess_language, lacks_english

_QUOTED = re.compile(r"[“«„\"][^“”«»„\"]{0,2000}[”»“\"]")
_FEWEST_WORDS = 12
_LOOKED_AT = 3000  # characters


def foreign_sentences(
    text: str, sentences: Sequence[Sentence]
) -> Mapping[str | None, Sequence[Sentence]]:
    """The sentences of such paragraphs by language, in reading order."""
    found: dict[str | None, list[Sentence]] = {}
    for paragraph in _paragraphs(text, sentences):
        language = _language(text[paragraph[0].start : paragraph[-1].end])
        if language:
            found.setdefault(language, []).extend(paragraph)
    return found


def _paragraphs(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    paragraph: list[Sentence] = []
    for sentence in sentences:
        if paragraph and "\n" in text[paragraph[-1].end : sentence.start]:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def _language(paragraph: str) -> str | None:
    """The language of a paragraph that is surely not English."""
    words = paragraph[:_LOOKED_AT].lower().split()
    if len(words) < _FEWEST_WORDS or not lacks_english(words):
        return None
    own = _QUOTED.sub(" ", paragraph[:_LOOKED_AT])
    language = guess_language(own) if len(own.split()) >= _FEWEST_WORDS else None
    return None if language == "en" else language
