"""Paces beside each other: looks spent, and how late changes are seen."""

from rich.console import Console

from tracker.digest import ink
from tracker.services.telling.simulating import Simulation

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def render_simulation(console: Console, found: Simulation) -> None:
    """A row a pace; delays are of the middle change, of all on average, and of nine in ten."""
    told = f"{found.articles} articles, {found.changes} changes, {found.days} days each"
    ink.say(console, ink.words(told, ink.QUIET))
    table = ink.table(
        "Pace", "Looks", "Median", "Mean", "9 in 10", right=("Looks", "Median", "Mean", "9 in 10")
    )
    for trial in found.trials:
        ours = trial.policy.startswith("learned")
        delays = (trial.median_delay, trial.mean_delay, trial.slow_delay)
        table.add_row(
            ink.words(trial.policy, ink.HEADING if ours else ""),
            f"{trial.looks:,}",
            *map(_span, delays),
        )
    ink.say(console, table)


def _span(seconds: float) -> str:
    if seconds >= 2 * _DAY:
        return f"{seconds / _DAY:.1f} d"
    if seconds >= 2 * _HOUR:
        return f"{seconds / _HOUR:.1f} h"
    return f"{seconds / _MINUTE:.1f} min" if seconds >= _MINUTE else f"{seconds:.0f} s"
