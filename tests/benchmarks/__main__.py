"""`python -m tests.benchmarks [--quick] [--json FILE] [--only NAME]`.

Every module of this folder that has a `run(options)` is a benchmark under its file's name.
"""

import argparse
import json
import os
import pkgutil
import platform
import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks.harness import Benchmark, Figure, Options


def main() -> int:
    """Run what is asked for; 1 if a bound was missed."""
    benchmarks = _benchmarks()
    arguments = _arguments(sorted(benchmarks))
    found: dict[str, list[Figure]] = {}
    for name in [arguments.only] if arguments.only else sorted(benchmarks):
        print(name, flush=True)
        found[name] = []
        for figure in benchmarks[name](Options(quick=arguments.quick)):
            print(figure, flush=True)
            found[name].append(figure)
    if arguments.json:
        arguments.json.write_text(_as_json(found, quick=arguments.quick), encoding="utf-8")
    return 0 if all(figure.ok for figures in found.values() for figure in figures) else 1


def _benchmarks() -> dict[str, Benchmark]:
    modules = [
        import_module(f"tests.benchmarks.{module.name}")
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name != "__main__"
    ]
    return {
        module.__name__.rpartition(".")[2]: module.run
        for module in modules
        if hasattr(module, "run")
    }


def _arguments(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--only", choices=names, metavar="NAME", help=", ".join(names))
    return parser.parse_args()


def _as_json(found: dict[str, list[Figure]], *, quick: bool) -> str:
    figures = [
        {
            "benchmark": name,
            "name": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "at_least": figure.at_least,
            "at_most": figure.at_most,
            "ok": figure.ok,
        }
        for name, its in found.items()
        for figure in its
    ]
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "quick": quick,
    }
    return json.dumps({"machine": machine, "figures": figures}, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
