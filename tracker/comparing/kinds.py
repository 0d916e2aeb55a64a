"""What the edit of one sentence into another changed."""

import re
from typing import Final

from tracker.comparing.model import LinkKind

_WORD: Final = re.compile(r"\w+")


def kind_of(old: str, new: str) -> LinkKind:
    """Same, style, detail, fact or quote: how much of what is asserted the edit touched."""
    if old == new:
        return LinkKind.SAME
    lost, got = _content(old) - _content(new), _content(new) - _content(old)
    if lost and got:
        return LinkKind.FACT
    return LinkKind.DETAIL if lost or got else LinkKind.STYLE


def _content(text: str) -> set[str]:
    return {w[:5] for w in _WORD.findall(text.lower()) if len(w) > 3 or w.isdigit()}
