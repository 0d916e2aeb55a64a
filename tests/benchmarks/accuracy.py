"""How well articles are read and understood, measured on labelled sets outside the project.

    python -m tests.benchmarks.accuracy --data FOLDER --score FOLDER [--only SET] [--json FILE]

`--data` holds a folder for each set, `--score` the script `predict.py` and a `score_SET.py` each.
Prints every figure beside the one that must be reached and the one aimed at; exit code 1 where
one that must be reached is missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure of a scorer: its key there, what it tells, what it must be and should be."""

    key: str
    name: str
    must: float
    aim: float


@dataclass(frozen=True, slots=True)
class Set:
    """A labelled set: its files (below --data), its scorer, its goals."""

    name: str
    gold: str
    goals: tuple[Goal, ...]
    scorer: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    set: str
    name: str
    value: float
    must: float
    aim: float

    @property
    def verdict(self) -> str:
        if self.value >= self.aim:
            return "aim"
        return "must" if self.value >= self.must else "MISSED"


def _spec_set(name: str) -> Set:
    """A small set of phrases: measured, with no goal of its own."""
    return Set(
        f"quantities: {name}",
        f"quantities/{name}-model.jsonl",
        (Goal("value_f1", "value", 0, 1), Goal("unit_f1", "value and unit", 0, 1)),
        "quantities",
    )


SETS = (
    Set(
        "quotes",
        "quotes/dev.jsonl",
        (
            Goal("speech_f1_token", "words of speech", 0.82, 0.86),
            Goal("speech_f1_50", "remarks at overlap .5", 0.62, 0.70),
            Goal("speaker_any", "right speaker", 0.85, 0.92),
        ),
    ),
    Set(
        "quantities",
        "quantities/dev.jsonl",
        (
            Goal("value_f1", "value", 0.88, 0.93),
            Goal("unit_f1", "value and unit", 0.78, 0.87),
            Goal("change_f1", "value and qualifier", 0.80, 0.89),
            Goal("concept_f1", "value and what it measures", 0.60, 0.77),
        ),
    ),
    *(_spec_set(name) for name in ("currency", "dimension", "age", "temperature")),
    Set(
        "dates",
        "dates/dev.jsonl",
        (
            Goal("relaxed_f1", "found", 0.90, 0.94),
            Goal("value_f1", "resolved", 0.74, 0.82),
            Goal("day_recall", "calendar days", 0.93, 0.97),
        ),
    ),
    Set(
        "versions",
        "versions/dev.jsonl",
        (
            Goal("links_changed_f1", "links of changed sentences", 0.93, 0.97),
            Goal("kind_accuracy", "kind of change", 0.65, 0.80),
            Goal("fact_f1", "fact against the rest", 0.60, 0.75),
        ),
    ),
    Set("extraction", "extraction", (Goal("f1", "body text", 0.955, 0.972),)),
)


def measure(one: Set, data: Path, score: Path) -> Iterator[Figure]:
    """Predict and score one set, each in its own process, as a user would."""
    scorer = one.scorer or one.name
    gold = data / one.gold
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predictions:
        subprocess.run(
            [sys.executable, str(score / "predict.py"), scorer, str(gold)],
            stdout=predictions,
            check=True,
        )
        scored = subprocess.run(
            [
                sys.executable,
                str(score / f"score_{scorer}.py"),
                predictions.name,
                "--json",
                "--gold",
                str(_labels(gold)),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(scored.stdout)
    for goal in one.goals:
        yield Figure(one.name, goal.name, round(found[goal.key], 3), goal.must, goal.aim)


def _labels(gold: Path) -> Path:
    """The labels: the set's file, or the one inside its folder."""
    if gold.is_file():
        return gold
    names = ("ground-truth-test.json", "ground-truth.json")
    return next(gold / name for name in names if (gold / name).exists())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--only", help="sets whose name begins so")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    figures: list[Figure] = []
    print(f"{'set':<26}{'figure':<30}{'value':>7}{'must':>7}{'aim':>7}")
    for one in SETS:
        if options.only and not one.name.startswith(options.only):
            continue
        for figure in measure(one, options.data, options.score):
            figures.append(figure)
            print(
                f"{figure.set:<26}{figure.name:<30}{figure.value:>7.3f}{figure.must:>7.2f}"
                f"{figure.aim:>7.2f}  {figure.verdict}"
            )
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))
    return 1 if any(figure.verdict == "MISSED" for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
