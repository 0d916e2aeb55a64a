"""Page text in messages: it shows as itself, and neither links nor pings wherever it is read.

Chats and mail programs make live what looks like a link or a mention in text without any markup.
An invisible word joiner inside keeps them from it and changes nothing for a reader.
"""

import re
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from tracker.delivery.notification.formats import Format
from tracker.digest.escaping import WORD_JOINER, for_markdown, inert

_SAFE_IN_ADDRESSES = "/:?&=%+,;-.~#"

# What chats take for a mention, a link or a command: @everyone, <!channel>, <@U123>,
# [words](where), an address, a bare name of a host; and mail for an encoded word: =?utf-8?q?x?=.
_LIVE = re.compile(
    r"(?P<sign>[@#](?=\S)|<(?=[!@#:/?\w])|\](?=[(\[])|:(?=//)|=(?=\?))"
    r"|(?P<scheme>\b(?:javascript|data|mailto|tel|vbscript):(?=\S))"
    r"|(?P<dot>(?<=\w)\.(?=[^\W\d_]{2}))",
    re.IGNORECASE,
)


def tame(text: str) -> str:
    """The text on one line with nothing live left in it."""
    return _broken(" ".join(inert(text).split()))


def finished(text: str) -> Markup:
    """Text made of pieces that are escaped already, which Jinja must leave alone."""
    return Markup(text)  # noqa: S704 - the one place that says so


def escaped(text: str, form: Format) -> Markup:
    """The text as itself in a message of that format, finished as far as Jinja is concerned."""
    if form is Format.HTML:
        return finished(escape(tame(text), quote=True))
    if form is Format.MARKDOWN:
        return finished(_for_markdown(text))
    return finished(tame(text))


def lines_escaped(text: str, form: Format) -> str:
    """Several lines of finished plain text in that format; what is live in them was dealt with."""
    lines = text.splitlines()
    if form is Format.HTML:
        return "<br>\n".join(escape(line) for line in lines)
    if form is Format.MARKDOWN:
        return "  \n".join(_for_markdown(line) for line in lines)
    return text


def web_address(address: str | None) -> str | None:
    """The address with everything encoded that could end it or mean something in a message.

    None where following it would be anything but a visit to a page.
    """
    if address is None or not address.startswith(("https://", "http://")):
        return None
    return quote(address, safe=_SAFE_IN_ADDRESSES)


def linked(words: str, address: str | None, form: Format) -> Markup:
    """`words` leading to `address`; the words alone where that is no page on the web.

    Plain text has the address behind the words.
    """
    shown, target = escaped(words, form), web_address(address)
    if target is None:
        return shown
    if form is Format.HTML:
        return finished(f'<a href="{escape(target)}">{shown}</a>')
    if form is Format.MARKDOWN:
        return finished(f"[{shown}]({target})")
    return finished(f"{shown}\n{target}")


def _broken(text: str) -> str:
    return _LIVE.sub(lambda found: f"{found[0]}{WORD_JOINER}", text)


def _for_markdown(text: str) -> str:
    """Broken up, and its markup escaped; that breaks up some of it once more."""
    return for_markdown(_broken(text)).replace(WORD_JOINER * 2, WORD_JOINER)
