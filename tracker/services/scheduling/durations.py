"""Lengths of time as they are typed: 90s, 15m, 2h, 1d."""

import re

_TYPED = re.compile(r"(\d{1,7})\s*([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def parse_duration(text: str) -> int:
    """Seconds. Raises ValueError."""
    match = _TYPED.fullmatch(text.strip().lower())
    if not match:
        raise ValueError("it is no length of time")
    return int(match[1]) * _SECONDS[match[2]]


def typed_duration(seconds: int) -> str:
    """Seconds as one would type them: "15m"."""
    unit = next(unit for unit in "dhms" if seconds % _SECONDS[unit] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"
