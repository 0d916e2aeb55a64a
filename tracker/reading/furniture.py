"""Lines that belong to the page and not to the article: counters, relative times, promotion.

Only a line that wholly consists of such words counts; no sentence that reports anything does.
"""

import re

_NUMBER = r"(?:\d[\d.,]{0,12}\s?[KkMm]?|no)"
_SPAN = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd])"
_AGO = rf"(?:about |almost |over )?(?:\d{{1,3}}|an?|one|a few)\s?{_SPAN} ago|just now|moments ago"
_COUNTED = (
    r"(?:shares?|comments?|views?|likes?|reactions?|retweets?|reposts?|replies|reads|followers?"
    r"|people (?:are )?(?:reading|commenting|talking about this)(?: now)?)"
)
_PATTERNS = (
    ("relative time", rf"(?:(?:first |last )?(?:published|updated|posted|modified):? )?(?:{_AGO})"),
    (
        "counter",
        rf"{_NUMBER} {_COUNTED}|{_COUNTED}:? ?\(?{_NUMBER}\)?"
        r"|\d{1,3}[ -]min(?:ute)?s?(?: to)? read|reading time:? \d{1,3} min(?:ute)?s?",
    ),
    (
        "related link",
        r"(?:read more|read also|also read|related|related (?:story|stories|articles?|coverage"
        r"|topics|content)|see also|more on this(?: story)?|more from .{1,60}|recommended(?: for you)?"
        r"|you (?:may|might) (?:also )?like|most (?:read|popular)|trending(?: now)?|don['’]t miss"
        r"|up next|watch now|editors['’] picks)(?: ?[:|»>→].{0,200})?",
    ),
    (
        "advertisement",
        r"advertisements?|advertising|ads?|sponsored(?: content)?|promoted(?: content)?|paid post"
        r"|(?:story|article) continues (?:below|after)(?: (?:this|the))?(?: (?:ad|advertisement"
        r"|promotion))?|scroll (?:down )?to continue.{0,40}|continue reading(?: (?:below|the main"
        r" story))?|skip (?:past )?(?:ad|advertisement|newsletter)(?: promotion)?",
    ),
    (
        "newsletter",
        r"(?:sign up|subscribe|register|get|join)\b[^\"“”]{0,160}\b(?:newsletters?|inbox|alerts"
        r"|briefing|e-?mails)\b[^\"“”]{0,80}",
    ),
    (
        "sharing",
        r"(?:share|follow us|copy link|print|save|e-?mail|bookmark|listen to this (?:article|story)"
        r"|share this (?:article|story|page))(?: (?:on|via|by|with) [\w ,&/]{1,60})?",
    ),
)
_KINDS = tuple((name, re.compile(rf"(?:{body})[.!]?", re.IGNORECASE)) for name, body in _PATTERNS)
_LONGEST = 260


def furniture_kind(line: str) -> str | None:
    """What kind of furniture the whole line is ("relative time", "counter"...), or None."""
    if len(line) > _LONGEST:
        return None
    plain = " ".join(line.split())
    return next((name for name, pattern in _KINDS if pattern.fullmatch(plain)), None)
