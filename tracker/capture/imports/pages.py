"""Which captures can be the page of an article at all."""

from urllib.parse import urlsplit

_PAGES = ("text/html", "application/xhtml+xml")
_OK = 200


def unfit(address: str, status: int, media_type: str | None) -> str | None:
    """Why a capture is no article's page, in few words to count by; None where it may be one."""
    if status != _OK:
        return f"answered {status}"
    if not address.lower().startswith(("http://", "https://")):
        return "no web address"
    if path_of(address) == "/robots.txt":
        return "robots.txt"
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind and kind not in _PAGES:
        return _told(kind)
    return "home page" if path_of(address) in {"", "/"} and "?" not in address else None


def path_of(address: str) -> str:
    """The path of an address, empty where that cannot be read."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _told(kind: str) -> str:
    family = kind.partition("/")[0]
    return {"image": "image", "video": "video", "audio": "audio", "font": "font"}.get(
        family, "not HTML"
    )
