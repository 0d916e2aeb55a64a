"""One append inside its transaction: look up, place, write."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from tracker.errors import IntegrityError
from tracker.eventstore import statements
from tracker.eventstore.model import Commit, Head
from tracker.eventstore.preparing import Content, Prepared
from tracker.eventstore.rows import CommitRow
from tracker.eventstore.sequencing import Placed, Sequencer, place_all


def append(
    connection: Connection,
    prepared: Sequence[Prepared],
    recorded_us: int,
    types: dict[str, int],
) -> tuple[tuple[Commit, ...], dict[str, int]]:
    """Write what the log does not hold yet; answers with all commits and the type keys known now."""
    head = read_head(connection, lock=True)
    keys, versions = _known_streams(connection, prepared)
    ids = _known_ids(connection, prepared)

    def find(commit_id: UUID) -> tuple[Commit, Sequence[Content]] | None:
        return _read_back(connection, commit_id) if commit_id in ids else None

    sequencer = Sequencer(head, versions, recorded_us)
    result, placed = place_all(sequencer, prepared, find)
    if placed:
        _write_streams(connection, keys, versions, placed)
        types = _with_keys(connection, types, placed)
        _write_commits(connection, placed, keys, recorded_us)
        _write_events(connection, placed, types)
        _move_head(connection, sequencer.head)
    return result, types


def read_head(connection: Connection, *, lock: bool = False) -> Head:
    """The head of the log; locked, if asked, against every other writer until the transaction ends."""
    row = connection.execute(statements.lock_head if lock else statements.read_head).one_or_none()
    if row is None:
        raise IntegrityError("The log has lost its head row; restore the database from a backup.")
    return Head(*row)


def _known_streams(
    connection: Connection, prepared: Sequence[Prepared]
) -> tuple[dict[str, int], dict[str, int]]:
    rows = connection.execute(
        statements.known_streams, {"streams": [item.stream for item in prepared]}
    ).all()
    return {name: key for name, key, _ in rows}, {name: version for name, _, version in rows}


def _known_ids(connection: Connection, prepared: Sequence[Prepared]) -> set[UUID]:
    ids = [item.id for item in prepared]
    return set(connection.scalars(statements.known_ids, {"ids": ids}).all())


def _read_back(connection: Connection, commit_id: UUID) -> tuple[Commit, Sequence[Content]]:
    row = CommitRow(*connection.execute(statements.commit_by_id, {"id": commit_id}).one())
    run = {"first": row.first_position, "last": row.last_position}
    return row.commit(), [Content(*said) for said in connection.execute(statements.content, run)]


def _write_streams(
    connection: Connection,
    keys: dict[str, int],
    versions: dict[str, int],
    placed: Sequence[Placed],
) -> None:
    for name in {item.stream for item, _ in placed}:
        if name in keys:
            connection.execute(
                statements.move_stream, {"stream": keys[name], "new_version": versions[name]}
            )
        else:
            row = {"id": name, "version": versions[name]}
            keys[name] = connection.execute(statements.add_stream, row).inserted_primary_key[0]


def _with_keys(
    connection: Connection, types: dict[str, int], placed: Sequence[Placed]
) -> dict[str, int]:
    """`types` with a key for every event type placed; keys never change once given."""
    names = {sealed[0] for item, _ in placed for sealed in item.sealed}
    if names <= types.keys():
        return types
    found = {name: key for name, key in connection.execute(statements.all_types)}  # noqa: C416
    for name in sorted(names - found.keys()):
        found[name] = len(found) + 1
        connection.execute(statements.add_type, {"key": found[name], "name": name})
    return found


def _write_commits(
    connection: Connection, placed: Sequence[Placed], keys: dict[str, int], recorded_us: int
) -> None:
    connection.execute(
        statements.add_commits,
        [
            {
                "number": commit.number,
                "id": commit.id,
                "stream": keys[commit.stream],
                "recorded_at": recorded_us,
                "first_position": commit.first_position,
                "last_position": commit.last_position,
                "version": commit.version,
                "hash": commit.hash,
            }
            for _, commit in placed
        ],
    )


def _write_events(connection: Connection, placed: Sequence[Placed], types: dict[str, int]) -> None:
    connection.execute(
        statements.add_events,
        [
            {
                "position": commit.first_position + index,
                "commit_number": commit.number,
                "version": commit.version - len(item.data) + 1 + index,
                "type": types[type_name],
                "schema_version": schema_version,
                "data": item.data[index],
                "salt": item.salts[index],
            }
            for item, commit in placed
            for index, (type_name, schema_version, _) in enumerate(item.sealed)
        ],
    )


def _move_head(connection: Connection, end: Head) -> None:
    connection.execute(
        statements.move_head,
        {"new_commit": end.commit, "new_position": end.position, "new_hash": end.hash},
    )
