"""Article text is hostile: it may hold terminal commands, markup, links and mentions.

Every face passes foreign text through one function made for its medium; HTML has Jinja's own
escaping on top of `inert`.
"""

import re

WORD_JOINER = "\u2060"
_WHITE = "\t\n\x0b\x0c\r\x85\u2028\u2029"

# Everything a terminal may act on or that turns the reading direction: C0 and C1 controls, bidi
# marks, embeddings, overrides and isolates (Unicode 16, PropList.txt Bidi_Control), line and
# paragraph separators, lone surrogates (they cannot be printed), tag characters.
_HIDDEN = (
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    *range(0xE0000, 0xE0080),
)
_INERT = (
    dict.fromkeys(_HIDDEN, "\ufffd")
    | {code: chr(0x2400 + code) for code in range(0x20)}  # the pictures Unicode has for controls
    | {0x7F: "\u2421"}
    | {ord(character): " " for character in _WHITE}
)
_MARKDOWN = {ord(character): f"\\{character}" for character in "\\`*_{}[]<>()+!|~&$"} | {
    ord("@"): f"@{WORD_JOINER}",
    ord("#"): f"\\#{WORD_JOINER}",
}
_WWW = re.compile(r"\bwww(?=\.)", re.IGNORECASE)


def inert(text: str) -> str:
    """The text with everything made visible that a terminal could obey or that hides text.

    One character stays one, so that offsets hold; white space becomes a space.
    """
    return text.translate(_INERT)


def for_markdown(text: str) -> str:
    """The text on one line as itself in Markdown: no markup, HTML, link, mention or reference.

    Addresses, mentions and references get an invisible word joiner inside, as renderers make live
    what they recognise in plain text.
    """
    line = " ".join(inert(text).split()).replace("://", f":{WORD_JOINER}//")
    return _WWW.sub(rf"\g<0>{WORD_JOINER}", line).translate(_MARKDOWN)
