"""What a source lists becomes what is watched: each article once, however it is listed."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker.article.identity import article_id, outlet_of
from tracker.capture.tables import listed, sources, watches
from tracker.discovery.model import Child, Entry, Kind, Listing
from tracker.discovery.patterns import Patterns
from tracker.errors import InputError

_NAMES = uuid.UUID("0b7c6a0e-3a55-5f0e-8a3c-7d9f4c1e2b60")
_BATCH = 500
_FEWEST_ALIKE = 3
"""Entries that bear one and the same time tell when the list was made, if they are most of it."""

_STATE = ("address", "last_look", "next_look", "failures", "missing_since", "held_since")

Some = TypeVar("Some")
States = Mapping[str, RowMapping]


@dataclass(frozen=True, slots=True)
class News:
    """What a listing came to: so many articles are new, so many addresses fell due by it."""

    added: int = 0
    due: int = 0


@dataclass(slots=True)
class _Sorted:
    """Entries that are new, those that are known by the address at which they are watched."""

    new: list[Entry] = field(default_factory=list)
    old: list[tuple[str, Entry]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def take_listing(
    connection: Connection, row: RowMapping, listing: Listing, now: datetime, every: int | None
) -> News:
    """Watch what the source of this row lists and what was not known.

    New articles are looked at `every` so many seconds, or at their own pace. What the source says
    was updated since our last look falls due. Raises InputError for an index within an index.
    """
    if listing.kind is Kind.INDEX:
        if row["parent"]:
            raise InputError("it is an index of sitemaps within another, which is not followed")
        return News(due=_take_children(connection, row, listing.children, now))
    wanted = Patterns(tuple(json.loads(row["include"])), tuple(json.loads(row["exclude"])))
    entries = [entry for entry in listing.entries if wanted.wants(entry.address)]
    found, states = _sort(connection, entries, row["parent"] or row["address"])
    rows = [_watch(row, entry, now, every, place) for place, entry in enumerate(found.new)]
    _insert(connection, watches, rows)
    names = [{"name": name, "address": address} for name, address in found.names.items()]
    _insert(connection, listed, names)
    due = _call(connection, found.old, states, now)
    return News(len(rows), len(rows) + due)


def _sort(connection: Connection, entries: Sequence[Entry], source: str) -> tuple[_Sorted, States]:
    """Tell new entries from known ones, by address and by the source's own ids."""
    ids = Counter(entry.id for entry in entries)
    named = [(entry, _names(entry, source, ids)) for entry in entries]
    known = _known(connection, (name for _, names in named for name in names))
    addresses = {*known.values(), *(entry.address for entry in entries)}
    states = _states(connection, addresses)
    found = _Sorted()
    for entry, names in named:
        address = _known_at(entry, names, known, states)
        if address is None:
            found.new.append(entry)
        else:
            found.old.append((address, entry))
        fresh = {name: address or entry.address for name in names if name not in known}
        found.names |= fresh
        known |= fresh
    return found, states


def _known_at(
    entry: Entry, names: Sequence[str], known: Mapping[str, str], states: States
) -> str | None:
    """Where an entry is watched, or was; None where it is new."""
    if names[0] in known:
        return known[names[0]]
    if entry.address in states:
        return entry.address
    by_id = next((known[name] for name in names[1:] if name in known), None)
    # An article that moved is followed from its old address, unless nothing stands there.
    state = states.get(by_id) if by_id else None
    return None if state and state["missing_since"] else by_id


def _names(entry: Entry, source: str, ids: Counter[str | None]) -> tuple[str, ...]:
    by_address = article_id(entry.address)
    if not entry.id or ids[entry.id] > 1:  # an id that several entries bear names none of them
        return (by_address,)
    return by_address, uuid.uuid5(_NAMES, f"{source}\x1f{entry.id}").hex


def _watch(
    row: RowMapping, entry: Entry, now: datetime, every: int | None, place: int
) -> dict[str, Any]:
    """A new row of `watches`: due at once, and before those that the source lists after it."""
    published = entry.published or entry.updated
    return {
        "address": entry.address,
        "every": every,
        "next_look": now - timedelta(seconds=1) + timedelta(microseconds=place),
        "failures": 0,
        "domain": outlet_of(entry.address) or "",
        "source": row["parent"] or row["address"],
        "tags": row["tags"],
        "published": min(published, now) if published else None,
    }


def _call(
    connection: Connection, old: Sequence[tuple[str, Entry]], states: States, now: datetime
) -> int:
    """Let articles fall due that are said to be updated since we last looked."""
    times = Counter(_told(entry) for _, entry in old)
    count = 0
    for address, entry in old:
        told, state = _told(entry), states.get(address)
        if told is None or told > now or state is None or _says_nothing(times[told], len(old)):
            continue
        if state["last_look"] and state["last_look"] < told and _may_be_called(state, now):
            due = update(watches).where(watches.c.address == address).values(next_look=now)
            count += connection.execute(due).rowcount
    return count


def _may_be_called(state: RowMapping, now: datetime) -> bool:
    """One that is due already, failing, missing or held has a plan of its own."""
    waits = state["failures"] or state["missing_since"] or state["held_since"]
    return state["next_look"] > now and not waits


def _told(entry: Entry) -> datetime | None:
    return max((at for at in (entry.published, entry.updated) if at), default=None)


def _says_nothing(alike: int, total: int) -> bool:
    return alike >= _FEWEST_ALIKE and alike * 2 > total


def _take_children(
    connection: Connection, row: RowMapping, children: Sequence[Child], now: datetime
) -> int:
    """Look at the sitemaps that an index lists, and no more at those that fell out of it."""
    own = sources.c.parent == row["address"]
    looked = select(sources.c.address, sources.c.last_look).where(own)
    known = {row.address: row.last_look for row in connection.execute(looked)}
    gone = known.keys() - {child.address for child in children}
    for address in gone:
        connection.execute(delete(sources).where(own, sources.c.address == address))
    fresh = [child for child in children if child.address not in known]
    _insert(connection, sources, [_child(row, child, now) for child in fresh])
    called = 0
    for child in children:
        last = known.get(child.address)
        if last and child.modified and last < child.modified <= now:
            due = update(sources).where(
                sources.c.address == child.address, sources.c.next_look > now
            )
            called += connection.execute(due.values(next_look=now)).rowcount
    return len(fresh) + called


def _child(row: RowMapping, child: Child, now: datetime) -> dict[str, Any]:
    inherited = {name: row[name] for name in ("include", "exclude", "tags", "every")}
    return inherited | {
        "address": child.address,
        "kind": Kind.SITEMAP,
        "parent": row["address"],
        "added_at": now,
        "next_look": now,
        "entries": 0,
        "failures": 0,
        "fresh": 0.0,
        "hours": 0.0,
    }


def _known(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in _batches(list(dict.fromkeys(names))):
        query = select(listed.c.name, listed.c.address).where(listed.c.name.in_(batch))
        found |= {row.name: row.address for row in connection.execute(query)}
    return found


def _states(connection: Connection, addresses: Iterable[str]) -> States:
    found: dict[str, RowMapping] = {}
    columns = [watches.c[name] for name in _STATE]
    for batch in _batches(sorted(addresses)):
        query = select(*columns).where(watches.c.address.in_(batch))
        found |= {row["address"]: row for row in connection.execute(query).mappings()}
    return found


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows; one that another process added meanwhile stays as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), list(rows))


def _batches(rows: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
