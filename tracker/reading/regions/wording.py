"""Whether a text belongs to an article, to judge by its words.

What changes on its own is told from what an editor changed by behaviour first; words decide where a
text takes the place of an advertisement, or an advertisement that of a paragraph.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.reading.regions.segments import DECLARED, SEAM

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NAME = re.compile(r"(?<=\w )[A-ZÀ-Þ][^\W\d_]{3,}|(?<=\w, )[A-ZÀ-Þ][^\W\d_]{3,}")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_PLAIN = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_PROMOTES = re.compile(
    r"\b\d{1,3} ?(?:%|percent) off\b|\b(?:sale|save|savings|shop|buy|order (?:now|today)"
    r"|subscribe|subscription"
    r"|free (?:delivery|shipping|trial|returns)|offers?|discounts?|deals?|book (?:now|today)"
    r"|sign up|limited time|while stocks last|sponsored|advert\w*|promo\w*|voucher|coupon"
    r"|(?:only|just|(?<!up )(?<!down )from) [$£€]\s?\d[\d.,]*+(?! ?(?:million|billion|[mb]n?\b))"
    r"|visit (?:us|our)|learn more|click here|win an?|try (?:it|our)"
    r"|our (?:new|latest)|new (?:range|collection|season)|discover|upgrade)\b",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\b(?:said|says|told|according to|announced|denied)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:said|says|told|according|police|officials?|ministers?|ministry|mayor|court|judge|killed"
    r"|injured|wounded|died|dead|deaths?|arrested|charged|accused|victims?|witness(?:es)?"
    r"|spokes\w{3,6}|confirmed|denied|announced|reported|declined|corrections?|clarifications?"
    r"|earlier version|editor[’']?s note|retract\w*|was|were|had|he|she|they|his|her|their)\b",
    re.IGNORECASE,
)
_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december today tomorrow"
    " advertisement sponsored your this that with"
)
_NAMES_APART = frozenset(_CALENDAR.split())
_APART = "\v"
_STEM = 6
_KEPT = 0.5  # of the words of the shorter text: with more in common one was made from the other
_OWN = 0.3  # of a text's content words
_ENOUGH = 12  # words of a segment that certainly is running text
_FREQUENT = (
    "about after again also because been before being between both could does down each even ever"
    " every first from have here into just last like made make many more most much must never next"
    " only other over same should since some still such than that their them then there these they"
    " this those through time today under until very want well were what when where which while"
    " will with without would year years your"
)
_COMMON = frozenset(word[:_STEM] for word in _FREQUENT.split())


def plain(segment: str) -> str:
    """A segment as it is read: entities, inline tags and white space resolved."""
    text = segment.replace(SEAM, "")
    if "&" in text:
        text = html.unescape(text)
    return _PLAIN.sub(" ", text).strip()


def is_edit(old: str, new: str) -> bool:
    """Whether `new` was made from `old`: it keeps half of the words, or changes figures alone."""
    before, after = _words(old), _words(new)
    shorter = min(len(before), len(after))
    if not shorter:
        return not before and not after and bool(_FIGURE.search(old) and _FIGURE.search(new))
    return len(before & after) >= _KEPT * shorter


def promotes(text: str) -> bool:
    """Whether a text sells something; news of deals, sales and savings says who told of them."""
    return bool(_PROMOTES.search(text)) and not _ATTRIBUTES.search(text)


@dataclass(frozen=True)
class Vocabulary:
    """What an article is about: the stems of its content words, and its names, by its `text`.

    Words are looked for in the text as they are asked for; it is taken apart only where that does
    not tell already that it holds none of them.
    """

    text: str

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()

    @cached_property
    def _stems(self) -> frozenset[str]:
        return _stems(self.text)

    @cached_property
    def _names(self) -> frozenset[str]:
        return _names(self.text)

    def is_of_article(self, text: str) -> bool:
        """Whether `text` reads like a part of the article, and not like something set into it."""
        named = [name for name in _names(text) if name in self._lower]
        if named and not self._names.isdisjoint(named):
            return True
        stems = _stems(text)
        if promotes(text):
            return self._shares(stems, len(stems) * 2 * _OWN)
        return self._shares(stems, max(1, len(stems) * _OWN)) or bool(_REPORTS.search(text))

    def _shares(self, stems: frozenset[str], least: float) -> bool:
        """Whether more than so many of the stems are the article's too."""
        possible = [stem for stem in stems if stem in self._lower]
        return len(possible) > least and len(self._stems.intersection(possible)) > least

    def share(self, text: str) -> float:
        """Which share of a text's content words the article has too."""
        stems = _stems(text)
        return len(stems & self._stems) / len(stems) if stems else 0.0


def vocabulary(segments: Iterable[str]) -> Vocabulary:
    """The vocabulary of the running text among `segments`, and of what the page declares."""
    texts = [
        segment
        for segment in segments
        if segment.startswith(DECLARED) or segment.count(" ") >= _ENOUGH
    ]
    # No segment holds the sign that keeps them apart, and spaces are none of its kind.
    return Vocabulary(plain(_APART.join(texts)))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _stems(text: str) -> frozenset[str]:
    return frozenset([word[:_STEM] for word in _LONG_WORD.findall(text.lower())]) - _COMMON


def _names(text: str) -> frozenset[str]:
    """Words in capitals that no sentence begins with."""
    return frozenset([name.lower() for name in _NAME.findall(text)]) - _NAMES_APART
