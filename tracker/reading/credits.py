"""Captions and the credits that stand in or under them."""

import re
from typing import NamedTuple

_SOURCE = (
    r"(?:Getty Images|Associated Press|Reuters|AFP|EPA|EFE|Shutterstock|Bloomberg|Anadolu|Zuma"
    r"|PA Images|PA Media|iStock|Alamy|Xinhua|Tass|Sipa|DPA|Kyodo|Yonhap|Handout|AP Photo|AP\b"
    r"|NurPhoto|UPI\b)"
)
_SEALED = re.compile(
    r"(?P<caption>.*?)\s*[(\[](?P<credit>(?:Photo(?:graph)?|Image|Credit|Picture|AP Photo|Source"
    rf"|Courtesy)\b[^()\[\]]{{1,150}}|[^()\[\]]{{0,120}}{_SOURCE}[^()\[\]]{{0,60}})[)\]]\.?$"
)
_NAMED = re.compile(
    r"(?P<caption>(?:.*[.!?…\"”’)])?)\s*(?P<credit>(?:Photo(?:graph)?(?:er)?|Photo credit|Image"
    r"(?: credit)?|Credit|Picture|Photos?)(?: by|:| courtesy of)\s?[^.!?]{2,150})$"
)
_TRAILING = re.compile(
    r"(?P<caption>(?:.*[.!?…\"”’)])?)\s*"
    r"(?P<credit>(?:[©A-Z][^.!?/|]{0,90}\s?[/|,]|[A-Z][^.!?]{0,90} via)?"
    rf"[^.!?]{{0,60}}{_SOURCE}"
    r"(?:/[^.!?]{1,60})?)$"
)
_LONGEST = 1200


class Caption(NamedTuple):
    text: str
    credit: str


def split_caption(text: str) -> Caption:
    """Caption and credit apart: "A dam. (Photo by Ann Low)"; either can be empty."""
    if len(text) > _LONGEST:
        return Caption(text, "")
    for pattern in (_SEALED, _NAMED, _TRAILING):
        found = pattern.fullmatch(text)
        if found and _is_credit(found["credit"]):
            return Caption(found["caption"].strip(), found["credit"].strip())
    return Caption(text, "")


def _is_credit(words: str) -> bool:
    """A credit is a few names, no sentence."""
    return len(words.split()) <= 16  # noqa: PLR2004
