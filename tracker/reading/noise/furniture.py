"""Lines that belong to the page and not to the article: counters, relative times, promotion.

Only a line that wholly consists of such words counts; no sentence that reports anything does.
"""

import re

_NUMBER = r"(?:\d[\d.,]{0,12}\s?[KkMm]?|no)"
_SPAN = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd])"
_AGO = (
    r"(?:(?:first |last )?(?:published|updated|posted|modified):? )?"
    rf"(?:(?:about |almost |over )?(?:\d{{1,5}}|an?|one|a few)\s?{_SPAN} ago|just now|moments ago)"
)
_COUNTED = (
    r"(?:shares?|comments?|views?|likes?|reactions?|retweets?|reposts?|replies|reads|followers?"
    r"|people (?:are )?(?:reading|commenting|talking about this)(?: now)?)"
)
_COUNTER = (
    rf"(?:{_NUMBER} {_COUNTED}|{_COUNTED}:? ?\(?{_NUMBER}\)?"
    r"|\d{1,3}[ -]min(?:ute)?s?(?: to)? read|reading time:? \d{1,3} min(?:ute)?s?)"
)
_SEPARATOR = r"\s?[\s·|•,]\s?"
_RELATED = (
    r"(?:read more|read also|also read"
    r"|related(?: (?:story|stories|articles?|coverage|topics|content))?"
    r"|see also|more on this(?: story)?|more from(?: \w+){1,4}(?![.!])|recommended(?: for you)?"
    r"|you (?:may|might) (?:also )?like|most (?:read|popular)(?: in .{1,40})?|trending(?: now)?"
    r"|don['’]t miss|up next|watch now|editors['’] picks|explore further|keep reading)"
    r"(?: ?[:|»>→].{0,200})?"
)
_ADVERTISEMENT = (
    r"advertisements?(?: ?[:|].{0,80})?|advertising|ads?|sponsored(?: content)?"
    r"|promoted(?: content)?|paid post|scroll (?:down )?to continue.{0,40}"
    r"|(?:story|article) continues (?:below|after)(?: (?:this|the))?(?: (?:ad|advertisement"
    r"|promotion))?|continue reading(?: (?:below|the main story))?"
    r"|skip (?:past )?(?:ad|advertisement|newsletter)(?: promotion)?"
)
_NEWSLETTER = (
    r"(?:sign up|subscribe|register|get|join|click here to (?:subscribe|sign up))\b"
    r"(?=[^\"“”]{0,200}\b(?:our|your|free|daily|weekly|morning|evening|us)\b)[^\"“”]{0,160}"
    r"\b(?:newsletters?|inbox|alerts|briefing|e-?mails|youtube channel|podcast)\b[^\"“”]{0,80}"
)
_SERVICE = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|telegram|e-?mail|pinterest|bluesky|threads"
    r"|instagram|google news|flipboard|messenger|sms)"
)
_SHARING = (
    r"(?:share|follow us|copy link|print|save|e-?mail|bookmark|comments|leave a comment"
    r"|listen to this (?:article|story)|share this (?:article|story|page))"
    rf"(?: (?:on|via|by) {_SERVICE}(?:(?:,| and|,? or) {_SERVICE})*)?"
)
_KINDS = tuple(
    (name, re.compile(rf"[(\[]?(?:{pattern})[)\]]?[.!:]?", re.IGNORECASE))
    for name, pattern in (
        ("relative time", rf"{_AGO}(?:{_SEPARATOR}(?:{_AGO}|{_COUNTER}))*"),
        ("counter", rf"{_COUNTER}(?:{_SEPARATOR}(?:{_AGO}|{_COUNTER}))*"),
        ("related link", _RELATED),
        ("advertisement", _ADVERTISEMENT),
        ("newsletter", _NEWSLETTER),
        ("sharing", _SHARING),
    )
)
_LONGEST = 260


def furniture_kind(line: str) -> str | None:
    """What kind of furniture the whole line is ("relative time", "counter"...), or None."""
    if len(line) > _LONGEST:
        return None
    plain = " ".join(line.split())
    return next((name for name, pattern in _KINDS if pattern.fullmatch(plain)), None)
