"""How far an import has come (table `imports`); one that is done leaves nothing behind."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from tracker.capture.tables import imports
from tracker.eventstore.engine import writing
from tracker.services.context import Context

_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where to go on, and what came of everything up to there."""

    cursor: str
    counts: Counter[str] = field(default_factory=Counter)


def load(context: Context, name: str) -> Checkpoint | None:
    """How far the import `name` came before it broke off; None where it did not."""
    query = select(imports.c.cursor).where(imports.c.name == _key(name))
    with context.engine.connect() as connection:
        kept = connection.scalar(query)
    if kept is None:
        return None
    found = json.loads(kept)
    return Checkpoint(found["cursor"], Counter(found["counts"]))


def save(context: Context, name: str, checkpoint: Checkpoint, taken: int) -> None:
    """Note how far it has come."""
    cursor = json.dumps({"cursor": checkpoint.cursor, "counts": dict(checkpoint.counts)})
    values = {"cursor": cursor, "taken": taken, "updated_at": context.clock()}
    with writing(context.engine).begin() as connection:
        row = imports.update().where(imports.c.name == _key(name)).values(values)
        if connection.execute(row).rowcount == 0:
            connection.execute(imports.insert().values(name=_key(name), **values))


def forget(context: Context, name: str) -> None:
    """Note that it is done: the next time it begins anew."""
    with writing(context.engine).begin() as connection:
        connection.execute(delete(imports).where(imports.c.name == _key(name)))


def _key(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    return f"{name[:100]} {hashlib.sha256(name.encode()).hexdigest()}"
