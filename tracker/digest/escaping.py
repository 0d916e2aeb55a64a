"""Article text is hostile: it may hold terminal commands, markup, links and mentions.

Every face passes foreign text through one function made for its medium; HTML has Jinja's own
escaping on top of `inert`.
"""

import re

_WORD_JOINER = "\u2060"

# Everything a terminal may act on or that turns the reading direction: C0 and C1 controls, bidi
# marks, embeddings, overrides and isolates (Unicode 16, PropList.txt Bidi_Control), line and
# paragraph separators, lone surrogates (they cannot be printed), tag characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$]")
_MARKDOWN_LIVE = re.compile(
    r"(?<=:)(?=//)|(?<=@)(?=\S)|(?<=\bwww)(?=\.)|(?<=#)(?=\w)", re.IGNORECASE
)


def inert(text: str) -> str:
    """The text with everything made visible that a terminal could obey or that hides text.

    One character stays one, so that offsets hold; white space becomes a space.
    """
    return _UNPRINTABLE.sub(_picture, text)


def for_markdown(text: str) -> str:
    """The text on one line as itself in Markdown: no markup, HTML, link, mention or reference.

    Addresses and mentions get an invisible word joiner inside, as renderers link bare ones too.
    """
    line = " ".join(inert(text).split())
    return _MARKDOWN_SPECIAL.sub(r"\\\g<0>", _MARKDOWN_LIVE.sub(_WORD_JOINER, line))


def _picture(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\t\n\x0b\x0c\r\x85\u2028\u2029":
        return " "
    if character <= "\x1f":
        return chr(0x2400 + ord(character))
    return "\u2421" if character == "\x7f" else "\ufffd"
