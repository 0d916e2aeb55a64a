"""What differs between two texts: for `tracker compare`, which keeps nothing."""

from rich.console import Console

from tracker.cli.faces.diff import DiffFormat, render_diff, render_noise
from tracker.cli.faces.shifts import render_shifts
from tracker.digest import ink
from tracker.understanding.model import Revision


def render_revision(
    console: Console,
    revision: Revision,
    style: DiffFormat = DiffFormat.INLINE,
    names: tuple[str, str] = ("old", "new"),
) -> None:
    """Shifts first, as what they assert matters most; then every edit, then the noise."""
    ink.heading(console, "Shifts", str(len(revision.shifts)))
    render_shifts(console, revision.shifts)
    ink.heading(console, "Edits", str(len(revision.edits)))
    render_diff(console, revision, style, names=names)
    if revision.noise:
        render_noise(console, revision.noise)
