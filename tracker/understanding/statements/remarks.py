"""Whether two statements are one remark, quoted in other words, cut short, or translated anew.

Words are stemmed and synonyms folded; faint words count little, long ones more. A short quotation
that the longer one holds is the same remark; a few faint words in common are not.
"""

import re
from functools import cache, lru_cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.model import Statement, StatementKind

SAME_REMARK = 0.55
"""The score of `same_remark` from which two statements of one speaker are one remark."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_FAINT = 0.15
_NAME = 0.6  # names are what a whole story has in common
_LONG_WORD = 7
_ENOUGH = 2.5
"""Weight two remarks must share before one may be counted as part of the other."""
_ALL = 0.9
_PART = 0.95
_FEW = 4
_MISSED = 0.7
_OTHER_KIND = 0.8
_VERB_ENDINGS = ("ements", "ement", "ments", "ment", "ations", "ation", "ings", "ing", "edly", "ed")
_LOOKED_AT = 5_000  # characters; what is remembered of thousands of giant ones would fill memory
_NOUN_ENDINGS = ("ies", "ers", "es", "er", "ly", "s", "e", "y")
_SHORTEST_STEM = 3

_Weights = dict[str, float]


def same_remark(a: Statement, b: Statement) -> float:
    """How likely two statements are one remark, 0 to 1; whose they are is not looked at.

    From SAME_REMARK on they are one, if their speakers are. Takes a few microseconds per word.
    """
    score = _likeness(_weighted(a.text[:_LOOKED_AT]), _weighted(b.text[:_LOOKED_AT]))
    if StatementKind.ATTITUDE in {a.kind, b.kind} and a.kind is not b.kind:
        return score * _OTHER_KIND
    return score


def _likeness(one: _Weights, other: _Weights) -> float:
    """The share of weight in common, of both or of the lighter where enough is shared."""
    if not one or not other:
        return 0.0
    lighter, heavier = sorted((one, other), key=lambda weights: sum(weights.values()))
    shared = sum(min(weight, heavier[word]) for word, weight in lighter.items() if word in heavier)
    least, most = sum(lighter.values()), sum(heavier.values())
    both = 2 * shared / (least + most)
    if shared > _ALL * most:
        return both
    if shared < _ENOUGH:
        return both * shared / _ENOUGH
    return max(both, _PART * shared / least) * (_MISSED if _misses(lighter, heavier) else 1.0)


def _misses(lighter: _Weights, heavier: _Weights) -> bool:
    """Whether a remark of a few telling words has one that the other lacks."""
    telling = [word for word, weight in lighter.items() if weight >= 1.0]
    return len(telling) <= _FEW and any(word not in heavier for word in telling)


@lru_cache(maxsize=2048)
def _weighted(text: str) -> _Weights:
    """Each stem of a text with the weight it has in telling remarks apart."""
    weights: _Weights = {}
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        stem, weight = _stem_and_weight(word)
        if match.group()[0].isupper() and match.start() > 1:
            weight *= _NAME
        weights[stem] = max(weight, weights.get(stem, 0.0))
    return weights


@lru_cache(maxsize=8192)
def _stem_and_weight(word: str) -> tuple[str, float]:
    if word in words("faint_words"):
        return word, _FAINT
    if word[0].isdigit():
        return word, 1.2
    stem = stem_of(word.removesuffix("'s"))
    folded = _synonyms().get(stem, stem)
    return folded, 1.2 if len(word) >= _LONG_WORD else 1.0


@cache
def _synonyms() -> dict[str, str]:
    table: dict[str, str] = {}
    for (group,) in rows("synonyms"):
        first, *others = group.split()
        for word in others:
            table.setdefault(stem_of(word), stem_of(first))
    return table


def stem_of(word: str) -> str:
    """The word without its endings: "announcements" and "announced" are one. Rough but even."""
    for endings in (_NOUN_ENDINGS[:4], _VERB_ENDINGS, _NOUN_ENDINGS):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                word = word.removesuffix(ending)
                break
    return word
