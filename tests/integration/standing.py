"""`tracker run` that stands still where a test wants it: `standing.py WHERE,... run`.

Each WHERE is "before" or "after" a function, as in before:tracker.daemon.jobs:told. The first call
of each stops the whole process (SIGSTOP), which says so before; the test lets it go on (SIGCONT).
Transactions that stand still are ended after 2 seconds.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import Any

from tracker.eventstore import engine

IDLE_MILLISECONDS = 2000
MOMENT = 0.1


def stand(where: str) -> None:
    sys.stderr.write(json.dumps({"event": "standing", "where": where}) + "\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(MOMENT)  # this very thread may be the last to be stopped


def standing(original: Callable[..., Any], where: str) -> Callable[..., Any]:
    """The function, which stands still at its first call."""
    first = Lock()

    def called(*arguments: Any, **named: Any) -> Any:
        is_first = first.acquire(blocking=False)
        if is_first and where.startswith("before:"):
            stand(where)
        made = original(*arguments, **named)
        if is_first and where.startswith("after:"):
            stand(where)
        return made

    return called


def main() -> None:
    engine.IDLE_MILLISECONDS = IDLE_MILLISECONDS
    for where in sys.argv.pop(1).split(","):
        _, module, path = where.split(":")
        *parents, name = path.split(".")
        holder: Any = import_module(module)
        for parent in parents:
            holder = getattr(holder, parent)
        setattr(holder, name, standing(getattr(holder, name), where))
    from tracker.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
