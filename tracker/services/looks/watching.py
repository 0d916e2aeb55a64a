"""What is watched, and when each address is looked at next."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from tracker.article.identity import article_id, canonical_address, outlet_of
from tracker.capture.model import Validators
from tracker.capture.tables import listed, sources, watches
from tracker.errors import InputError, NotFoundError
from tracker.eventstore.engine import writing
from tracker.services.context import Context

LEASE = timedelta(minutes=5)
"""How long a look may take before another process takes the address over, unless it is set."""


def watch(
    context: Context, address: str, every: int | None = None, tags: Sequence[str] = ()
) -> str:
    """Look at an article from now on, at its own pace or every so many seconds.

    Returns the address watched: another form of it, where it is watched under that already. Raises
    InputError for what is no http or https address.
    """
    asked = canonical_address(address)
    if not asked.startswith("http"):
        raise InputError(f"{address!r} cannot be watched: give an http or https address.")
    row = {"every": every, "next_look": context.clock()}
    tagged = {"tags": json.dumps(list(tags))}
    with writing(context.engine).begin() as connection:
        watched = _watched_at(connection, asked)
        known = update(watches).where(watches.c.address == watched)
        if connection.execute(known.values(row | (tagged if tags else {}))).rowcount == 0:
            fresh = {"address": asked, "domain": outlet_of(asked) or "", "failures": 0}
            connection.execute(insert(watches).values(fresh | row | tagged))
            watched = _list(connection, asked)
    return watched


def unwatch(context: Context, address: str) -> str:
    """Stop looking at an article. Raises NotFoundError where it is not watched."""
    with writing(context.engine).begin() as connection:
        dropped = unwatch_article(connection, canonical_address(address))
    if dropped is None:
        raise NotFoundError(f"{address} is not watched. 'tracker watch' lists what is.")
    return dropped


def unwatch_article(connection: Connection, address: str) -> str | None:
    """Stop looking at an article, and have no source bring it back.

    Returns the address at which it was watched, None where it was not.
    """
    watched = _watched_at(connection, address)
    if connection.execute(delete(watches).where(watches.c.address == watched)).rowcount == 0:
        return None
    return _list(connection, watched)


def _watched_at(connection: Connection, address: str) -> str:
    """Where the article is watched that this may be another address of."""
    if connection.scalar(select(watches.c.address).where(watches.c.address == address)):
        return address
    named = select(listed.c.address).where(listed.c.name == article_id(address))
    return connection.scalar(named) or address


def _list(connection: Connection, address: str, at: str | None = None) -> str:
    """Remember that the article is known, so that no source takes it for new.

    It is watched at another address, if one is given; returns that.
    """
    name, home = article_id(address), at or address
    known = update(listed).where(listed.c.name == name).values(address=home)
    if connection.execute(known).rowcount == 0:
        connection.execute(insert(listed).values(name=name, address=home))
    return home


def watched(context: Context, due_at: datetime | None = None) -> Sequence[RowMapping]:
    """What is watched, or of that what is due, the longest waiting first."""
    query = select(watches).order_by(watches.c.next_look, watches.c.address)
    if due_at is not None:
        query = query.where(watches.c.next_look <= due_at)
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().all()


def is_anything_due(context: Context) -> bool:
    """Whether an address is to be looked at now; as quick among a million as among ten."""
    asked = {"now": context.clock()}
    with context.engine.connect() as connection:
        return any(connection.execute(query, asked).first() for query in _any_due)


def count_due(context: Context) -> int:
    """How many addresses are to be looked at now, articles and sources."""
    now = context.clock()
    with context.engine.connect() as connection:
        return sum(
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.next_look <= now)
            )
            or 0
            for table in (watches, sources)
        )


def claim(
    context: Context, table: Table, row: RowMapping, lease: timedelta = LEASE
) -> datetime | None:
    """Until when this process may look at a due address: the first to move its plan on may.

    None where another did. Then it is due again, unless its next look has been planned by then.
    """
    until = context.clock() + lease
    planned = table.c.address == row["address"], table.c.next_look == row["next_look"]
    moved = update(table).where(*planned).values(next_look=until)
    with writing(context.engine).begin() as connection:
        return until if connection.execute(moved).rowcount == 1 else None


def is_claimed(connection: Connection, table: Table, address: str, until: datetime) -> bool:
    """Whether a claim still stands: nobody has claimed or planned the address anew since."""
    planned = select(table.c.next_look).where(table.c.address == address).with_for_update()
    return bool(connection.scalar(planned) == until)


def move(context: Context, row: RowMapping, to: str) -> None:
    """Look at an article where it stands now; what was learned of it goes along.

    Where the new address is watched already, the old one is not looked at any more. Sources that
    list the old one speak of the new one from now on.
    """
    home = canonical_address(to)
    if home == row["address"]:
        return
    here = watches.c.address == row["address"]
    with writing(context.engine).begin() as connection:
        known = select(watches.c.address).where(watches.c.address == home)
        if connection.scalar(known) is None:
            there = {"address": home, "domain": outlet_of(home) or ""}
            connection.execute(update(watches).where(here).values(there))
        else:
            connection.execute(delete(watches).where(here))
        for old in (row["address"], home):
            _list(connection, old, at=home)
        by_old = listed.c.address == row["address"]
        connection.execute(update(listed).where(by_old).values(address=home))


def put_off(
    context: Context, table: Table, row: RowMapping, claimed: datetime, until: datetime
) -> None:
    """Look at an address that was claimed later than it was due, for no fault of its own.

    Nothing changes where the claim, which held until `claimed`, is another's by now.
    """
    mine = table.c.address == row["address"], table.c.next_look == claimed
    with writing(context.engine).begin() as connection:
        connection.execute(update(table).where(*mine).values(next_look=until))


def queue_up(
    context: Context, table: Table, waiting: Sequence[tuple[RowMapping, datetime]]
) -> None:
    """Let due addresses wait until a moment each; what another process claimed stays as it is."""
    if not waiting:
        return
    asked = [
        {"of": row["address"], "due": row["next_look"], "until": until} for row, until in waiting
    ]
    with writing(context.engine).begin() as connection:
        connection.execute(_wait_in[table.name], asked)


def validators_of(row: RowMapping) -> Validators | None:
    """What the server gave at the last look to ask "has it changed?" with."""
    if row["validated_address"] is None:
        return None
    return Validators(row["validated_address"], row["etag"], row["last_modified"])


_wait_in = {
    table.name: update(table)
    .where(table.c.address == bindparam("of"), table.c.next_look == bindparam("due"))
    .values(next_look=bindparam("until"))
    for table in (watches, sources)
}
_any_due = [
    select(table.c.next_look).where(table.c.next_look <= bindparam("now")).limit(1)
    for table in (watches, sources)
]
