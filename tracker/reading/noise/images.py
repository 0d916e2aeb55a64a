"""One picture under many addresses: what its delivery adds is folded away.

Sizes, qualities, crops, formats, signatures and the hosts that resize on the way say nothing of the
picture. What is left names it, and may not lead anywhere.
"""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2_000
"""Characters of an address; what is longer is a picture written out, or none."""

_EMBEDDED = re.compile(r"https?:/{1,2}(?=[\w.-]+\.\w)", re.IGNORECASE)
_SLASHES = re.compile(r":/{1,3}")
_HELD_BY = frozenset({"url", "src", "image", "img", "u", "source"})
_PHOTON = re.compile(r"i\d\.wp\.com")
_SHARD = re.compile(r"^(img|images?|i|media|static|cdn|assets?|photos?)-?\d{1,2}(?=\.)")
_FILE = re.compile(r"^(.+?)(\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp|svg))+$", re.IGNORECASE)
_WIDTHS = (
    "120|150|160|180|200|220|240|256|300|320|360|375|380|400|420|450|460|480|500|512|540|560|580"
    "|600|610|620|624|630|640|650|660|675|680|700|720|728|740|750|760|768|780|800|810|820|828|840"
    "|860|880|900|940|960|970|976|980|1000|1020|1024|1050|1080|1100|1120|1140|1160|1180|1200|1240"
    "|1242|1250|1280|1300|1360|1366|1400|1440|1500|1536|1600|1680|1800|1920|2000|2048|2400|2500"
    "|2560|2880|3000|3200|3840|4000"
)
_SETTING = (
    r"(?:w|h|width|height|q|quality|s|size|resize|crop|fit|c|g|f|format|fm|ar|dpr|e|fl|auto"
    r"|rect|max|min|scale|t)"
)
_VALUE = r"[\w.:%-]{1,40}"
_DELIVERY = re.compile(
    rf"(?:{_WIDTHS}"
    r"|\d{2,4}x\d{0,4}|x\d{2,4}|\d{2,4}[wpx]x?|\d{1,2}x\d{1,2}|\d{1,5}_\d{1,5}_\d{1,5}_\d{1,5}"
    rf"|{_SETTING}(?:_|-|=|:){_VALUE}(?:[,;&]{_SETTING}(?:_|-|=|:){_VALUE}){{0,20}}"
    r"|(?:w|h|q|s)\d{1,4}|fit-in|smart|resize|resized|crop|cropped|thumbs?|thumbnails?|scaled"
    r"|landscape|portrait|square|small|medium|large|original|full|master)",
    re.IGNORECASE,
)
_CROP = re.compile(r"\d{1,5}_\d{1,5}_\d{1,5}_\d{1,5}")
_VARIANT = re.compile(
    rf"(?:[-_.](?:\d{{2,4}}x\d{{2,4}}|\d{{2,4}}w|[wh]\d{{2,4}}|(?:{_WIDTHS})|scaled|small|medium"
    r"|large|full|thumb(?:nail)?|jumbo|superjumbo|facebookjumbo|articlelarge|mobilemasterat3x"
    r"|mediumsquareat3x|threebytwo\w{0,20}|videosixteenbynine\w{0,20}))+$|@[234]x$",
    re.IGNORECASE,
)
_FOR_JPG = frozenset({"jpeg", "webp", "avif"})
_NAMING = frozenset(
    {"id", "image_id", "imageid", "img_id", "file", "filename", "path", "name", "asset", "uuid"}
)


def folded_image(address: str, page: str | None = None) -> str | None:
    """What names the picture at `address`, given on the page at `page`; None where none is named.

    Equal for all addresses that differ in size, quality, crop, format or signature alone.
    """
    if len(address) > LONGEST or address.lstrip().lower().startswith(("data:", "blob:")):
        return None
    try:
        whole = urljoin(page or "", address.strip())
        parts = urlsplit(_origin(whole))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    path, photon = unquote(parts.path), _PHOTON.fullmatch(host)
    if photon:
        host, _, path = path.lstrip("/").partition("/")
    named = _path(path)
    query = "" if _FILE.match(named) else _naming(parts.query)
    return urlunsplit(("https", _SHARD.sub(r"\1", host.lower()), named, query, ""))


def _origin(address: str) -> str:
    """The address that one of a resizing service holds; else the same."""
    parts = urlsplit(address)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _HELD_BY and _EMBEDDED.match(value):
            return value
    path = unquote(parts.path)
    held = [found.start() for found in _EMBEDDED.finditer(path)]
    return _SLASHES.sub("://", path[held[-1] :], count=1) if held else address


def _path(path: str) -> str:
    *folders, file = [piece for piece in path.split("/") if piece] or [""]
    kept = [folder for folder in folders if not _DELIVERY.fullmatch(folder)]
    found = _FILE.match(file)
    stem, ending = (found[1], f".{_first_ending(file, found)}") if found else (file, "")
    bare = _VARIANT.sub("", stem)
    cropped = bare.isdigit() and any(map(_CROP.fullmatch, folders))
    if kept and (cropped or _DELIVERY.fullmatch(bare)):
        return f"/{'/'.join(kept)}"  # called after its size: the folder names the picture
    return f"/{'/'.join([*kept, bare + ending])}"


def _first_ending(file: str, found: re.Match[str]) -> str:
    """Of "picture.jpg.webp" the one that the picture was made with; some are exchanged for it."""
    ending = file[found.end(1) + 1 :].partition(".")[0].lower()
    return "jpg" if ending in _FOR_JPG else ending


def _naming(query: str) -> str:
    named = [(name, value) for name, value in parse_qsl(query) if name.lower() in _NAMING]
    return urlencode(named)
