"""The terms of a sentence: words folded so that spelling, house style and inflection are one."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from tracker.comparing.wordlists import lines_of, word_list


class Term(NamedTuple):
    """A word as it counts: `key` is its folded form, `text` the word as printed."""

    key: str
    text: str
    quoted: bool  # it stands between quotation marks
    is_name: bool  # it is capitalised, and not only because a sentence begins with it
    closes: bool = False  # a comma, full stop or the like stands behind it


_TOKEN: Final = re.compile(
    r"(?P<number>\d(?:[\d,.:]*\d)?)|(?P<word>[^\W\d_]+(?:[.'’][^\W\d_]+)*(?:\.(?=\S))?)|(?P<sign>[“”\"%]|``|'')"
)
_CLOSING: Final = frozenset(",.;:!?—–)")
_OPENING: Final = re.compile("[—:]|--")  # what may stand before the first word of a sentence
_MAY: Final = "month:may"  # apart from the verb, which carries little meaning
_LONGEST: Final = 40  # characters of a word that can be one
_LONGEST_REMEMBERED: Final = 5_000  # characters; hundreds of giant texts would fill the memory


def terms_of(text: str) -> tuple[Term, ...]:
    """All words and figures of a text in order; stop words are among them."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _read(text)


@lru_cache(maxsize=512)
def _remembered(text: str) -> tuple[Term, ...]:
    return _read(text)


def _read(text: str) -> tuple[Term, ...]:
    return tuple(_without_phrases(list(_terms(text))))


def is_plain(term: Term) -> bool:
    """Whether the word carries little meaning of its own."""
    return term.key in _plain_keys()


def tells(key: str) -> bool:
    """Whether a folded word has a meaning of its own; "not" turns that of others."""
    return key != "not" and key not in _plain_keys()


def _terms(text: str) -> Iterator[Term]:
    quoted, opens, at = False, True, 0
    for token in _TOKEN.finditer(text):
        found, group = token.group(), token.lastgroup
        opens = opens or _OPENING.search(text, at, token.start()) is not None
        at = token.end()
        if group == "sign":
            if found == "%":
                yield Term("percent", found, quoted, is_name=False)
            else:
                quoted = found in ("“", "``") or (found == '"' and not quoted)
                opens = opens or quoted
            continue
        is_name = found[0].isupper() and not opens and group == "word"
        month = found == "May" and _is_month(text, token, opens=opens)
        opens = False
        closes = text[token.end() : token.end() + 2].strip()[:1] in _CLOSING
        for key in (_MAY,) if month else _keys(found):
            yield Term(key, found, quoted, is_name, closes)


def _is_month(text: str, may: re.Match[str], *, opens: bool) -> bool:
    """Whether "May" is the month (or a name) and not the verb, which a title may capitalise."""
    before = text[max(0, may.start() - 2) : may.start()]
    after = text[may.end() : may.end() + 2]
    beside = (before[:1], after[1:])
    return any(map(str.isdigit, beside)) or (not opens and any(map(str.islower, beside)))


def _without_phrases(terms: list[Term]) -> Iterator[Term]:
    """The terms with each phrase read as the words that stand for it."""
    phrases = _phrases()
    own = [term.key for term in terms]
    at = 0
    while at < len(terms):
        for keys, instead in phrases.get(tuple(own[at : at + _OPENING_KEYS]), ()):
            if own[at : at + len(keys)] == keys:
                yield from (terms[at]._replace(key=key) for key in instead)
                at += len(keys)
                break
        else:
            yield terms[at]
            at += 1


@lru_cache(maxsize=8192)
def _keys(word: str) -> tuple[str, ...]:
    """The folded forms that a printed word stands for: none, one, or several."""
    folded = word.lower().replace("’", "'")
    if not folded.isascii():
        folded = "".join(sign for sign in normalize("NFKD", folded) if not combining(sign))
    if folded[0].isdigit():
        return (_figure(folded),)
    if folded.endswith("n't"):
        stem = folded.removesuffix("n't")  # nothing is left in tokenised text: "did n't"
        stem = _CONTRACTED.get(stem, stem)
        return (fold_word(stem), "not") if stem else ("not",)
    if folded == "cannot":
        return ("can", "not")
    if folded.endswith("'ll"):
        return (fold_word(folded.removesuffix("'ll")), "will")
    folded = folded.removesuffix("'s").removesuffix("'").split("'")[-1]
    full = _house_style().get(folded.rstrip("."))
    if full:
        return tuple(fold_word(part) for part in full)
    return (fold_word(folded.replace(".", "")),)


def _figure(folded: str) -> str:
    plain = folded.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain and ":" not in plain else plain


@lru_cache(maxsize=16384)
def fold_word(word: str) -> str:
    """One lower-case word without its inflection and spelling variants, synonyms made one."""
    word = word[:_LONGEST]
    base = _forms().get(word, word)
    stem = _stem(base)
    return _synonyms().get(stem, stem)


def _stem(word: str) -> str:
    for ending, instead in _SPELLINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            word = word.removesuffix(ending) + instead
            break
    for ending in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORTEST_STEM + 1:
        word = _DOUBLE.sub(r"\1", word.removesuffix("e").replace("our", "or"))
    return word


_OPENING_KEYS: Final = 2  # words; no phrase has fewer
_CONTRACTED: Final = {"ca": "can", "wo": "will", "sha": "shall"}  # before "n't"
_DOUBLE: Final = re.compile(r"([^\W\d_])\1")
_SHORTEST_STEM: Final = 3
_SPELLINGS: Final = (
    ("isation", "ization"),
    ("isations", "ization"),
    ("ised", "ize"),
    ("ises", "ize"),
    ("ising", "ize"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("ysed", "yze"),
    ("ence", "ense"),
    ("ences", "ense"),
    ("tre", "ter"),
    ("tres", "ter"),
    ("ogue", "og"),
    ("mme", "m"),
    ("mmes", "m"),
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
)
_INFLECTIONS: Final = ("ing", "ed", "s", "ly")


@cache
def _forms() -> dict[str, str]:
    """Irregular and variant spellings to their first form."""
    forms: dict[str, str] = {}
    for name in ("forms", "spellings", "units"):
        for line in lines_of("wordings", name):
            base, *others = line.split()
            if name == "units":
                forms[base] = others[0]
            else:
                forms |= dict.fromkeys(others, base)
    return forms


@cache
def _synonyms() -> dict[str, str]:
    synonyms: dict[str, str] = {}
    for line in lines_of("wordings", "synonyms"):
        stems = [_stem(_forms().get(word, word)) for word in line.split()]
        first = synonyms.get(stems[0], stems[0])
        for stem in stems:
            synonyms.setdefault(stem, first)
    return synonyms


@cache
def _phrases() -> dict[tuple[str, ...], list[tuple[list[str], tuple[str, ...]]]]:
    """Phrases by their first two words, with the words that stand for them, all folded."""
    phrases: dict[tuple[str, ...], list[tuple[list[str], tuple[str, ...]]]] = {}
    for line in lines_of("wordings", "phrases"):
        phrase, _, instead = line.partition("=")
        keys = list(map(fold_word, phrase.split()))
        opening = tuple(keys[:_OPENING_KEYS])
        phrases.setdefault(opening, []).append((keys, tuple(map(fold_word, instead.split()))))
    return phrases


@cache
def _house_style() -> dict[str, tuple[str, ...]]:
    pairs = (line.split(maxsplit=1) for line in lines_of("wordings", "house style"))
    return {short: tuple(full.split()) for short, full in pairs}


@cache
def _plain_keys() -> frozenset[str]:
    words = word_list("plain_words", "stopwords") | word_list("wordings", "attribution")
    return frozenset(key for word in words for key in _keys(word)) - {"not"}
