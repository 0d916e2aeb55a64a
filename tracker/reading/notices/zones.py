"""Zone names as news writes them, to time zones."""

import re
from datetime import timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

# A name without "standard" or "daylight" follows the clocks of its place; EST, EDT and their like
# say which of the two they mean, so their offset is fixed.
_PLACES = {
    "America/New_York": ("et", "eastern", "new york time"),
    "America/Chicago": ("ct", "central"),
    "America/Denver": ("mt", "mountain"),
    "America/Los_Angeles": ("pt", "pacific"),
    "America/Anchorage": ("akt", "alaska"),
    "Europe/London": ("london time", "uk time", "british time"),
    "Europe/Paris": ("cet/cest", "paris time", "central european"),
    "Europe/Berlin": ("berlin time",),
    "Europe/Kyiv": ("kyiv time", "kiev time"),
    "Europe/Moscow": ("msk", "moscow time"),
    "Asia/Jerusalem": ("israel time",),
    "Asia/Kolkata": ("ist", "india time"),
    "Asia/Tokyo": ("jst", "tokyo time", "japan time"),
    "Asia/Seoul": ("kst", "seoul time"),
    "Asia/Hong_Kong": ("hkt", "hong kong time"),
    "Asia/Shanghai": ("beijing time",),
    "Asia/Singapore": ("sgt", "singapore time"),
    "Australia/Sydney": ("sydney time",),
}
_HOURS = {
    "utc": 0.0,
    "gmt": 0.0,
    "z": 0.0,
    "wet": 0.0,
    "bst": 1.0,
    "cet": 1.0,
    "west": 1.0,
    "cest": 2.0,
    "eet": 2.0,
    "sast": 2.0,
    "eest": 3.0,
    "est": -5.0,
    "edt": -4.0,
    "cst": -6.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
    "akst": -9.0,
    "akdt": -8.0,
    "hst": -10.0,
    "ast": -4.0,
    "adt": -3.0,
    "nst": -3.5,
    "ndt": -2.5,
    "brt": -3.0,
    "aest": 10.0,
    "aedt": 11.0,
    "awst": 8.0,
    "nzst": 12.0,
    "nzdt": 13.0,
}
_LONG = {
    f"{region} {season}": f"{region[0]}{season[0]}t"
    for region in ("eastern", "central", "mountain", "pacific")
    for season in ("standard", "daylight")
}
_PLACE_OF = MappingProxyType({name: place for place, names in _PLACES.items() for name in names})
_NAMES = sorted({*_PLACE_OF, *_HOURS, *_LONG}, key=len, reverse=True)
ZONE_PATTERN = rf"(?:{'|'.join(map(re.escape, _NAMES))})(?: time)?\b|(?:utc|gmt)?[+-]\d\d?:?\d\d\b"
"""A zone as a regular expression, to be compiled with IGNORECASE and matched after a clock time."""
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)")


def zone_named(name: str) -> tzinfo | None:
    """The zone called "ET", "Eastern time", "GMT", "+01:00"... or None where it is not known."""
    plain = " ".join(name.lower().split())
    short = plain.removesuffix(" time")
    for form in (plain, short, _LONG.get(short, "")):
        if form in _PLACE_OF:
            return ZoneInfo(_PLACE_OF[form])
        if form in _HOURS:
            return timezone(timedelta(hours=_HOURS[form]))
    return _offset(plain)


def _offset(name: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(name)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:  # noqa: PLR2004
        return None
    sign = -1 if found[1] == "-" else 1
    return timezone(sign * timedelta(hours=int(found[2]), minutes=int(found[3])))
