"""The statements of the SQL store, built once, so that SQLAlchemy compiles them once."""

from sqlalchemy import bindparam, func, literal_column, select, type_coerce, update
from sqlalchemy.types import NullType

from tracker.eventstore.tables import commits, event_types, events, log_head, streams

lock_tip = select(log_head.c.commit_number, log_head.c.position, log_head.c.hash).with_for_update()
read_head = select(
    log_head.c.log_id, log_head.c.commit_number, log_head.c.position, log_head.c.hash
)
move_head = update(log_head).values(
    commit_number=bindparam("new_commit"),
    position=bindparam("new_position"),
    hash=bindparam("new_hash"),
)

_placed = commits.alias("placed")
_stream_version = (
    select(func.max(_placed.c.version)).where(_placed.c.stream == streams.c.key).scalar_subquery()
)
stream_version = select(_stream_version).where(streams.c.id == bindparam("stream"))

_one_row = select(literal_column("1").label("one")).subquery()
# Apart from `lock_tip`: what a statement reads beside the row it waited for is as it was before.
look = (
    select(commits.c.number, streams.c.key, _stream_version)
    .join_from(_one_row, commits, commits.c.id == bindparam("id"), isouter=True)
    .join(streams, streams.c.id == bindparam("stream"), isouter=True)
)
all_types = select(event_types.c.name, event_types.c.key)

commit_by_id = (
    select(
        commits.c.number,
        commits.c.id,
        streams.c.id,
        commits.c.recorded_at,
        commits.c.first_position,
        commits.c.last_position,
        commits.c.version,
        commits.c.hash,
    )
    .join_from(commits, streams, streams.c.key == commits.c.stream)
    .where(commits.c.id == bindparam("id"))
)
has_commit = select(commits.c.number).where(commits.c.id == bindparam("id"))
content = (
    select(event_types.c.name, events.c.schema_version, events.c.data)
    .join_from(events, event_types, event_types.c.key == events.c.type)
    .where(events.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(events.c.position)
)

_read_columns = (
    events.c.position,
    streams.c.id.label("stream"),
    events.c.version,
    event_types.c.name,
    events.c.schema_version,
    events.c.data,
    commits.c.id.label("commit_id"),
    commits.c.number,
    commits.c.recorded_at,
)
read_all = (
    select(*_read_columns)
    .join_from(events, commits, commits.c.number == events.c.commit_number)
    .join(streams, streams.c.key == commits.c.stream)
    .join(event_types, event_types.c.key == events.c.type)
    .where(events.c.position > bindparam("after"), events.c.position <= bindparam("until"))
    .order_by(events.c.position)
    .limit(bindparam("page"))
)
read_stream = (
    select(*_read_columns)
    .join_from(commits, streams, streams.c.key == commits.c.stream)
    .join(events, events.c.position.between(commits.c.first_position, commits.c.last_position))
    .join(event_types, event_types.c.key == events.c.type)
    .where(
        streams.c.id == bindparam("stream"),
        commits.c.version > bindparam("after"),
        events.c.version > bindparam("after"),
        events.c.version <= bindparam("until"),
    )
    .order_by(commits.c.version, events.c.position)
    .limit(bindparam("page"))
)


_event_row = select(
    events.c.position,
    events.c.commit_number,
    events.c.version,
    event_types.c.name,
    events.c.schema_version,
    events.c.data,
    events.c.salt,
    events.c.digest,
).join_from(events, event_types, event_types.c.key == events.c.type, isouter=True)
event_rows = _event_row.where(
    events.c.position.between(bindparam("first"), bindparam("last"))
).order_by(events.c.position)
erase = (
    update(events)
    .where(events.c.position == bindparam("erased"))
    .values(data=None, salt=None, digest=bindparam("left"))
)

# For verifying. A damaged id must not stop the reading, so it is not turned into a UUID here.
raw_events = (
    _event_row.where(events.c.position > bindparam("after"))
    .order_by(events.c.position)
    .limit(bindparam("page"))
)
raw_commits = (
    select(
        commits.c.number,
        type_coerce(commits.c.id, NullType()),
        streams.c.id,
        commits.c.recorded_at,
        commits.c.first_position,
        commits.c.last_position,
        commits.c.version,
        commits.c.hash,
    )
    .join_from(commits, streams, streams.c.key == commits.c.stream, isouter=True)
    .where(commits.c.number > bindparam("after"))
    .order_by(commits.c.number)
    .limit(bindparam("page"))
)
unused_streams = select(streams.c.id).where(_stream_version.is_(None))
