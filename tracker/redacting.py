"""The last line of defence: what looks like a secret is taken out of what is logged or shown.

Nothing is to bring a secret that far; this is for what a library or another's error quotes.
"""

import re

HIDDEN = "[hidden]"

_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")
_LOGIN = re.compile(r"(?<=://)[^\s/?#@]*@")
_NAMED = re.compile(
    r"(?i)\b((?:[a-z_-]*(?:password|passwd|secret|token|api_?key|signature)|authorization)"
    r"['\"]?\s*[=:]\s*(?:bearer |basic )?['\"]?)[^\s&'\",;]+"
)
# Services' addresses are made of keys (slack://one/two/three); those of the web and of databases
# are not, but for a login.
_SERVICE = re.compile(
    r"\b(?!(?:https?|wss?|file|sqlite|postgres)\b)([a-z][a-z0-9+.-]*)://[^\s'\"]+"
)
_DATABASE = re.compile(r"(?:sqlite|postgres(?:ql)?)(?:\+\w+)?\Z")


def redacted(text: str) -> str:
    """The text with signing secrets, logins, and the keys of services' addresses hidden."""
    if "whsec_" in text:
        text = _SECRET.sub(f"whsec_{HIDDEN}", text)
    if "://" in text:
        text = _SERVICE.sub(_without_keys, _LOGIN.sub(f"{HIDDEN}@", text))
    if "=" in text or ":" in text:
        text = _NAMED.sub(rf"\1{HIDDEN}", text)
    return text


def _without_keys(found: re.Match[str]) -> str:
    return found[0] if _DATABASE.match(found[1]) else f"{found[1]}://{HIDDEN}"
