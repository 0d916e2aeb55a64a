"""One append inside its transaction: look up, place, write."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor

from tracker.eventstore import heads
from tracker.eventstore.model import Commit
from tracker.eventstore.preparing import Content, Prepared
from tracker.eventstore.rows import CommitRow
from tracker.eventstore.script import Row, Script
from tracker.eventstore.sequencing import Placed, Sequencer, place_all


class Appender:
    """Appends to one database; remembers the keys of event types, which never change once given."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._types: dict[str, int] = {}

    @cached_property
    def _script(self) -> Script:
        """Compiled when first needed: most commands only read."""
        return Script(self._dialect)

    def append(
        self,
        driver: Any,
        prepared: Sequence[Prepared],
        recorded_us: int,
        wait: Callable[[], object] = lambda: None,
    ) -> tuple[Commit, ...]:
        """Write what the log does not hold yet, and answer with the commit of every item.

        `driver` is the driver's own connection, in a transaction that may write; `wait` is called
        where what was asked must be answered.
        """
        look = _Look(driver, self._script, prepared, wait)
        sequencer = Sequencer(look.tip, look.versions, recorded_us)
        result, placed = place_all(sequencer, prepared, look.find)
        if placed:
            cursor = driver.cursor()
            types = self._type_keys(cursor, placed)
            keys = self._stream_keys(cursor, placed, look.keys)
            self._write_commits(cursor, placed, keys, recorded_us)
            self._script.add_events(cursor, _event_rows(placed, types))
            cursor.execute(self._script.move_head, sequencer.tip)
            cursor.close()
        return result

    def _type_keys(self, cursor: DBAPICursor, placed: Sequence[Placed]) -> dict[str, int]:
        names = {name for item, _ in placed for name in item.types}
        if names <= self._types.keys():
            return self._types
        # Only what committed transactions left: what this one adds may be rolled back.
        cursor.execute(self._script.all_types)
        self._types = dict(cursor.fetchall())
        new = sorted(names - self._types.keys())
        added = {name: key for key, name in enumerate(new, len(self._types) + 1)}
        for name, key in added.items():
            cursor.execute(self._script.add_type, (key, name))
        return self._types | added

    def _stream_keys(
        self, cursor: DBAPICursor, placed: Sequence[Placed], known: dict[str, int]
    ) -> dict[str, int]:
        keys = dict(known)
        for _, commit in placed:
            if commit.stream not in keys:
                keys[commit.stream] = commit.number
                cursor.execute(self._script.add_stream, (commit.number, commit.stream))
        return keys

    def _write_commits(
        self,
        cursor: DBAPICursor,
        placed: Sequence[Placed],
        keys: dict[str, int],
        recorded_us: int,
    ) -> None:
        for _, commit in placed:
            row = (
                commit.number,
                self._script.stored_id(commit.id),
                keys[commit.stream],
                recorded_us,
                commit.first_position,
                commit.last_position,
                commit.version,
                commit.hash,
            )
            cursor.execute(self._script.add_commit, row)


class _Look:
    """What an append must know of the log; asked in one go, so that a server answers in one go."""

    def __init__(
        self,
        driver: Any,
        script: Script,
        prepared: Sequence[Prepared],
        wait: Callable[[], object],
    ) -> None:
        self._driver = driver
        self._script = script
        tip = self._ask(script.lock_tip, ())
        asked = [
            (item, self._ask(script.look, (script.stored_id(item.id), item.stream)))
            for item in prepared
        ]
        wait()
        self.tip = heads.tip(tip.fetchone())
        self.keys: dict[str, int] = {}
        """Keys of the streams there are."""
        self.versions: dict[str, int] = {}
        """Versions of the streams there are."""
        self._known: set[UUID] = set()
        for item, cursor in asked:
            number, key, version = _only(cursor)
            if number is not None:
                self._known.add(item.id)
            if key is not None:
                self.keys[item.stream], self.versions[item.stream] = key, version

    def _ask(self, sql: str, parameters: Row) -> DBAPICursor:
        cursor: DBAPICursor = self._driver.cursor()
        cursor.execute(sql, parameters)
        return cursor

    def find(self, commit_id: UUID) -> tuple[Commit, Sequence[Content]] | None:
        """The commit with this id, and what its events say."""
        if commit_id not in self._known:
            return None
        found = self._ask(self._script.commit_by_id, (self._script.stored_id(commit_id),))
        commit = CommitRow(*_only(found))._replace(id=commit_id).commit()
        said = self._ask(self._script.content, (commit.first_position, commit.last_position))
        return commit, [Content(*row) for row in said.fetchall()]


def _only(cursor: DBAPICursor) -> Row:
    row: Row | None = cursor.fetchone()
    assert row is not None
    return row


def _event_rows(placed: Sequence[Placed], types: dict[str, int]) -> list[Row]:
    """Rows of `events` in the order of the script's columns."""
    rows: list[Row] = []
    for item, commit in placed:
        number, first = commit.number, commit.first_position
        version = commit.version - (commit.last_position - first)
        rows += [
            (first + index, number, version + index, types[type_name], schema_version, data, salt)
            for index, ((type_name, schema_version, _), data, salt) in enumerate(
                zip(item.sealed, item.data, item.salts, strict=True)
            )
        ]
    return rows
