"""Where a command's answer goes: people read the console, programs read JSON."""

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress


class _PipedConsole(Console):
    """One that lets the command know that its reader has left, where Rich would end the process."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class _ErrorConsole(Console):
    """One whose messages are a line each: they quote pages, files and logs, which are hostile."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as Rich does, text only after it was made inert."""
        from tracker.digest.escaping import inert

        told = (inert(thing) if isinstance(thing, str) else thing for thing in objects)
        super().print(*told, **options)


def console() -> Console:
    """Standard output; NO_COLOR and pipes are respected, and a pipe is not cut at 80 columns."""
    width = None if sys.stdout.isatty() else 120
    return _PipedConsole(highlight=False, markup=False, emoji=False, width=width)


def errors() -> Console:
    """Standard error, for what goes wrong and for what is only said on the side."""
    return _ErrorConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def progress(*, quiet: bool = False) -> "Progress":
    """A bar for long work, on a terminal only: in a file it would be a stray line."""
    from rich.progress import Progress

    out = errors()
    return Progress(console=out, transient=True, disable=quiet or not out.is_terminal)


def reader_left() -> bool:
    """Whether whoever read standard output is gone, which a write would find out too late.

    False where the system cannot tell.
    """
    import select

    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), select.POLLERR)
    except (OSError, ValueError):
        return False
    return any(event & select.POLLERR for _, event in poll.poll(0))


def print_json(kind: Any, answer: Any) -> None:
    """The answer as JSON of the schema that `tracker schema` shows for its kind."""
    from pydantic import TypeAdapter

    plain = TypeAdapter(kind).dump_python(answer, mode="json")
    # ASCII: a lone surrogate in an article must not break the pipe it goes through.
    sys.stdout.write(json.dumps(plain, indent=2) + "\n")


def write_text(text: str) -> None:
    """A document as it is; what cannot be encoded (a lone surrogate) is replaced."""
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8").rstrip("\n") + "\n")
