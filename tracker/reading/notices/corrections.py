"""What a correction says stood there before, and what is right."""

import re
from functools import cache
from typing import NamedTuple

_THING = r"(?:[^;.\n]|\.(?=\S)){1,160}?"
_LIE = r"(?:said|stated|reported|wrote|suggested|claimed|implied|gave|described|identified|listed)"
_MISTOLD = (
    r"(?:misidentified|misstated|misspelled|misspelt|misnamed|mischaracteri[sz]ed|misreported"
    r"|(?:wrongly|incorrectly|mistakenly)"
    r" (?:described|identified|named|listed|spelled|gave|called))"
)
_WRONGLY = r"(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately)"
_VERB = (
    r"(?:is|are|was|were|has|have|had|won|lost|took place|happened|occurred|died|began|ended"
    r"|totall?ed|rose|fell|came)"
)
_IT = r"(?:it|he|she|they|there|this|that|these|those)"
_END = r"(?=\s?[;)]|\.(?:\s|$)|$)"
_NOT = r",? (?:and )?not"
_INSTEAD = r",? (?:instead of|rather than)"
_IN_FACT = r"(?:in fact|actually|in reality|rather|instead),? "
# From the most to the least explicit; the first that fits speaks.
_PATTERNS = (
    (
        rf"\bshould (?:have (?:said|read|been)|be|read|say) (?P<right>{_THING})"
        rf"(?:{_NOT}|{_INSTEAD}) (?P<wrong>{_THING}){_END}"
    ),
    (
        rf"\b(?:corrects?|fix|fixes|amends?)\b[^.;\n]{{0,120}}? to (?P<right>{_THING})"
        rf"(?: from|{_NOT}|{_INSTEAD})"
        rf" (?P<wrong>{_THING})(?= in |;|,|{_END})"
    ),
    (
        rf"\b(?:corrected|changed|amended|revised) from (?P<wrong>{_THING})"
        rf" to (?P<right>{_THING}){_END}"
    ),
    (
        rf"\b(?:corrected|amended|updated|revised) to (?:say|show|state|reflect)(?: that)?"
        rf" (?P<right>{_THING}){_NOT} (?P<wrong>{_THING}){_END}"
    ),
    (
        rf"\b(?:{_LIE}|referred to|called)(?: that)? (?P<wrong>{_THING}){_INSTEAD}"
        rf" (?P<right>{_THING}){_END}"
    ),
    rf"\A[^\n]*\b{_VERB} (?P<right>{_THING}){_NOT} (?P<wrong>{_THING}){_END}",
    (
        rf"\b{_MISTOLD} {_THING} as (?P<wrong>{_THING})[;.] ?{_IT} {_VERB}"
        rf" (?P<right>{_THING}){_END}"
    ),
    rf"\b{_MISTOLD} {_THING} as (?P<wrong>{_THING}){_END}",
    (
        rf"\b{_LIE}(?: {_WRONGLY})?(?: that)? (?P<wrong>{_THING})[;.] ?"
        rf"the correct [\w ]{{1,40}}? (?:is|was|are|were) (?P<right>{_THING}){_END}"
    ),
    (  # "reported that the plant employs 500 people. The plant employs 5,000 people."
        rf"\b{_LIE}(?: {_WRONGLY})?(?: that)? (?P<wrong>(?P<of>the \w+) {_THING})[;.] ?"
        rf"(?P<right>(?P=of) {_THING}){_END}"
    ),
    (
        rf"\b{_LIE}(?: {_WRONGLY})?(?: that)? (?P<wrong>{_THING})[;.] ?{_IN_FACT}"
        rf"(?P<right>{_THING}){_END}"
    ),
    (
        rf"\b(?:{_WRONGLY} )?{_LIE}(?: {_WRONGLY})?(?: that)? (?P<wrong>{_THING})[;.] ?"
        rf"(?P<right>{_IT} (?!(?:has|have) been (?:correct|updat|amend|clarif)){_THING}){_END}"
    ),
    rf"\b{_WRONGLY} {_LIE}(?: that)? (?P<wrong>{_THING}){_END}",
    rf"\bversion\b[^.;\n]{{0,80}}?\b{_LIE}(?: {_WRONGLY})?(?: that)? (?P<wrong>{_THING}){_END}",
    (
        rf"\b(?:corrected|amended|revised) to (?:say|show|state|reflect)(?: that)?"
        rf" (?P<right>{_THING}){_END}"
    ),
    (
        rf"\b(?:misstated|misspelled|the wrong|an incorrect|incorrect)\b[^.;\n]{{1,160}}[;.] ?"
        rf"{_IT} {_VERB} (?P<right>{_THING}){_END}"
    ),
)
_LOOKED_AT = 700
_LEAD = re.compile(r"^(?:that|in fact,?|actually,?)\s", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"\b(Mrs?|Ms|Dr|St|Jr|Sr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Prof|Rev|No|Jan|Feb|Aug|Sept?|Oct|Nov|Dec"
    r"|[A-Z])\. "
)
_COMMAS = re.compile(rf", ({_WRONGLY}), ", re.IGNORECASE)
_MASKED_POINT = "\u2024"  # stands for a point that ends no sentence


class Amends(NamedTuple):
    """None where the notice does not say."""

    wrong: str | None
    right: str | None


def find_amends(notice: str) -> Amends:
    """What the correction says was wrong and is right now, in its own words."""
    text = " ".join(notice[:_LOOKED_AT].split())
    text = _COMMAS.sub(r" \1 ", text)
    text = _ABBREVIATION.sub(rf"\1{_MASKED_POINT} ", text)
    for pattern in _compiled():
        found = pattern.search(text)
        if found:
            parts = found.groupdict()
            return Amends(_trimmed(parts.get("wrong")), _trimmed(parts.get("right")))
    return Amends(None, None)


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    """The patterns, compiled when a notice is first read: most texts have none."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


def _trimmed(words: str | None) -> str | None:
    if words is None:
        return None
    return _LEAD.sub("", words.replace(_MASKED_POINT, ".").strip(" ,")) or None
