"""When two addresses are one article, and which outlet an address belongs to."""

import re
import uuid
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from tracker.errors import InputError

_NAMESPACE = uuid.UUID("6f1d3c52-7a0e-5d0b-9c56-0f3f3f5a1c11")

# Parameters that tell where a reader came from, never which article is meant.
_TRACKING = re.compile(
    r"utm_.*|(fb|g|dc|ms|tw|yc|wbra|gbra)clid|gclsrc|igshid|mc_[ce]id|_ga|_gl|cmpid|cmp|campaign_id"
    r"|ref|ref_src|ref_url|referrer|referringsource|smid|smtyp|partner|ns_\w+|at_\w+|ito|xtor|ocid|sref"
    r"|source|src|share(d)?|taid|guccounter|guce_\w+|__twitter_impression|amp|outputtype|output",
    re.IGNORECASE,
)
_SKIN = re.compile(r"^(www\d?|m|mobile|amp)\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_address(address: str) -> str:
    """The address without fragment, tracking parameters and default port; scheme and host folded.

    Raises InputError where it is not an http, https or file address.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise InputError(f"not an address: {address!r}. {error}.") from error
    scheme = parts.scheme.lower()
    if scheme == "file":
        return urlunsplit(("file", "", parts.path, "", ""))
    if scheme not in _DEFAULT_PORTS:
        raise InputError(
            f"not an address: {address!r}. Give one that begins with http:// or https://."
        )
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if _keeps(k)]
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._") or "/"
    return urlunsplit((scheme, _netloc(address), path, urlencode(query), ""))


def address_key(address: str) -> str:
    """What the addresses of one article share: scheme, skin (www, m, amp), case, order folded."""
    parts = urlsplit(canonical_address(address))
    if parts.scheme == "file":
        return f"file:{parts.path}"
    host = _SKIN.sub("", parts.netloc)
    path = re.sub(r"/(index\.html?|amp)$", "", parts.path.rstrip("/"))
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"//{host}{path}{'?' if query else ''}{query}".casefold()


def article_id(address: str) -> str:
    """The id of the article first met at this address: the same on every machine, 32 hex digits."""
    return uuid.uuid5(_NAMESPACE, address_key(address)).hex


def outlet_of(address: str) -> str | None:
    """The registrable domain of an address ("www.bbc.co.uk" -> "bbc.co.uk"), None for a file."""
    parts = urlsplit(canonical_address(address))
    if parts.scheme == "file":
        return None
    host = parts.hostname or ""
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    from tld import get_fld

    domain = get_fld(host, fix_protocol=True, fail_silently=True)
    return domain or ".".join(host.split(".")[-2:])


def commit_id(stream: str, *cause: str) -> uuid.UUID:
    """The id of the commit that `cause` makes in `stream`: repeating the cause repeats the id."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join((stream, *cause)))


def article_stream(article: str) -> str:
    return f"article-{article}"


def article_of(stream: str) -> str | None:
    """The article a stream belongs to, None for the streams of other things."""
    kind, _, identifier = stream.partition("-")
    return identifier if kind == "article" else None


def _keeps(parameter: str) -> bool:
    return not _TRACKING.fullmatch(parameter)


def _netloc(address: str) -> str:
    parts = urlsplit(address.strip())
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InputError(f"not an address: {address!r}. Its port is no number.") from None
    if not host:
        raise InputError(f"not an address: {address!r}. It names no host.")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        host = ""
    host = host.removesuffix(".")
    if not all(host.split(".")) or re.search(r"[\s\\]", host):
        raise InputError(f"not an address: {address!r}. Its host name is malformed.")
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme.lower())) else f"{host}:{port}"
