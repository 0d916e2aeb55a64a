"""What arrived at `tracker listen`, a line each; with --json its body below."""

import json
from datetime import tzinfo
from typing import Any

from rich.console import Console
from rich.text import Text

from tracker.delivery.listener import Received
from tracker.digest import ink
from tracker.digest.phrases import clock

_LONGEST = 80  # characters of a type, a subject or an id that are shown


def render_received(console: Console, received: Received, zone: tzinfo, *, body: bool) -> None:
    """Time, type, subject, whether the signature is right, and what it was answered."""
    content = _content(received.body)
    fields = content if isinstance(content, dict) else {}
    if received.refused is None:
        verdict: tuple[str, str] = ("signature valid", ink.NEW)
    else:
        verdict = (f"refused: {received.refused}", ink.OLD)
    parts = (
        (clock(received.at, zone), ink.QUIET),
        (_short(fields.get("type")) or "no type", ink.HEADING),
        _short(fields.get("subject")),
        verdict,
        ("again", ink.SILENT) if received.again else "",
        (_short(received.message), ink.QUIET),
        (f"answered {received.status}", ink.QUIET),
    )
    _print(console, ink.line(*parts, gap="  "))
    if body:
        for line in _laid_out(received.body, content):
            _print(console, ink.words(line))


def _content(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _laid_out(body: bytes, content: Any) -> list[str]:
    if content is None:
        return [body.decode("utf-8", "replace")]
    try:
        return json.dumps(content, indent=2).splitlines()
    except RecursionError:
        return [body.decode("utf-8", "replace")]


def _short(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True, highlight=False)
