"""Endpoints: adding, pausing, rotating, removing; their secrets stay out of the log.

The log knows an endpoint's name, what it wants, and what may be shown of its address. The address
itself and the secret stand in a table of their own, or where a reference says.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from tracker.delivery.addresses import Target, target_of
from tracker.delivery.messages import TYPES
from tracker.delivery.notification import read_template
from tracker.delivery.references import is_reference, resolved
from tracker.delivery.signing import check_secret, generate_secret
from tracker.delivery.tables import endpoint_health, endpoint_keys, endpoint_marks, outbox
from tracker.errors import InputError, NotFoundError
from tracker.eventstore.engine import writing
from tracker.network.addresses import Network
from tracker.newsroom.events import (
    EndpointAdded,
    EndpointDisabled,
    EndpointPaused,
    EndpointRemoved,
    EndpointResumed,
    EndpointRotated,
    NewsroomEvent,
    slug,
)
from tracker.projections.tables import endpoints
from tracker.services.context import Context
from tracker.services.delivering.missed import tell_missed
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.wants import Wants
from tracker.services.newsroom import append

OVERLAP = timedelta(hours=24)
"""How long deliveries are signed with the secret before the last one, too."""


SHIFTS = ("fact.shifted", "statement.shifted", "wording.shifted", "notice.published")
DIGESTS = ("digest.published", "endpoint.disabled")


@dataclass(frozen=True, slots=True)
class Wish:
    """An endpoint as it is to be: where, what of, and what signs it (None: a secret is made).

    `template` are the files of a notification's own template.
    """

    address: str = field(repr=False)
    name: str | None = None
    allow_loopback: bool = False
    allow_networks: Sequence[Network] = ()
    wants: Wants = field(default_factory=Wants)
    secret: str | None = field(default=None, repr=False)
    template: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """`secret` is what to give to the receiver, None where it was given by reference or none is."""

    name: str
    kind: str
    shown: str
    wants: Wants
    secret: str | None = field(repr=False)


def add_endpoint(context: Context, wish: Wish) -> Added:
    """Deliver what is recorded from now on; adding a name again changes that endpoint.

    Raises InputError for an address, a secret or a name that cannot be used.
    """
    address = resolved(wish.address, "address")
    target = target_of(
        address, allow_loopback=wish.allow_loopback, allow_networks=wish.allow_networks
    )
    name = slug(wish.name or target.host)
    secret, wants = _secret(wish, target), _usual(wish.wants, target)
    template = _template(wish, target, wants)
    if _row(context, name) is not None:
        tell_missed(context, name)
    head = context.store.head().position
    keys = {"address": wish.address, "secret": secret, "template": template}
    with writing(context.engine).begin() as connection:
        _keep(connection, name, keys, head)
    event = EndpointAdded(
        name=name,
        kind=target.kind,
        address=target.shown,
        allow_loopback=wish.allow_loopback,
        after=head,
        types=wants.types,
        schedules=wants.schedules,
        **asdict(wants.selection),
    )
    _append(context, name, event)
    is_ours = secret is not None and not is_reference(secret) and wish.secret is None
    return Added(name, target.kind, target.shown, wants, secret if is_ours else None)


def remove_endpoint(context: Context, wanted: str) -> str:
    """Deliver nothing more to an endpoint, and forget its secrets. Raises NotFoundError.

    They are forgotten first: cut short in between, it is without them, and can be removed again.
    """
    row = find_endpoint(context, wanted)
    mine = endpoint_keys.c.endpoint == row["id"]
    nothing = {"address": "", "secret": None, "previous_secret": None, "template": None}
    waiting = outbox.c.endpoint == row["id"], outbox.c.status == Status.WAITING
    with writing(context.engine).begin() as connection:
        for table in (endpoint_marks, endpoint_health):
            connection.execute(delete(table).where(table.c.endpoint == row["id"]))
        connection.execute(update(endpoint_keys).where(mine).values(nothing))
        connection.execute(update(outbox).where(*waiting).values(status=Status.DROPPED))
    _append(context, row["id"], EndpointRemoved(address=row["address"]))
    return str(row["name"])


def pause_endpoint(context: Context, wanted: str) -> str:
    """Deliver nothing until it is resumed; what is recorded meanwhile is delivered then."""
    row = find_endpoint(context, wanted)
    if row["status"] == "active":
        _append(context, row["id"], EndpointPaused())
    return str(row["name"])


def disable_endpoint(context: Context, identifier: str, reason: str) -> None:
    """Deliver nothing more until somebody resumes it: it wants no more, or is out of order."""
    row = _row(context, identifier)
    if row is not None and row["status"] == "active":
        _append(context, identifier, EndpointDisabled(reason=reason))


def resume_endpoint(context: Context, wanted: str) -> str:
    """Deliver to a paused or disabled endpoint again, with all that it missed meanwhile."""
    row = find_endpoint(context, wanted)
    if row["status"] != "active":
        well = {"failures": 0, "failing_since": None, "rest_until": None}
        mine = endpoint_health.c.endpoint == row["id"]
        with writing(context.engine).begin() as connection:
            connection.execute(update(endpoint_health).where(mine).values(well))
        tell_missed(context, row["id"])
        _append(context, row["id"], EndpointResumed())
    return str(row["name"])


def rotate_endpoint(
    context: Context, wanted: str, secret: str | None = None
) -> tuple[str, datetime]:
    """Sign with a new secret, and until the time returned with the old one as well.

    Returns the new secret too, or the reference that was given for it. Raises InputError where
    there is nothing to sign with, or the secret cannot be used.
    """
    row = find_endpoint(context, wanted)
    if row["kind"] != "webhook":
        raise InputError(f"{row['name']} is a notification: it has no signing secret to rotate.")
    new, until = _usable(secret or generate_secret()), context.clock() + OVERLAP
    mine = endpoint_keys.c.endpoint == row["id"]
    rotated = {"previous_secret": endpoint_keys.c.secret, "previous_until": until, "secret": new}
    with writing(context.engine).begin() as connection:
        connection.execute(update(endpoint_keys).where(mine).values(rotated))
    _append(context, row["id"], EndpointRotated(until=until))
    return new, until


def find_endpoint(context: Context, wanted: str) -> RowMapping:
    """The endpoint of this name, or at this address. Raises NotFoundError, naming all there are."""
    at = endpoint_keys.c.endpoint == endpoints.c.id
    query = select(endpoints, endpoint_keys.c.address.label("key")).join(endpoint_keys, at)
    with context.engine.connect() as connection:
        rows = connection.execute(query.order_by(endpoints.c.name)).mappings().all()
    for row in rows:
        if wanted in {row["id"], row["name"], row["key"]}:
            return row
    names = ", ".join(row["name"] for row in rows)
    known = f"There are: {names}." if names else "There is none: 'tracker endpoint add URL'."
    asked = f"{wanted[:60]!r}" if "://" not in wanted else "known at that address"
    raise NotFoundError(f"no endpoint is {asked}. {known}")


def list_endpoints(context: Context) -> Sequence[RowMapping]:
    """All endpoints by name, with how many deliveries wait for each, are dead, and how it does."""
    waiting, dead = (
        select(func.count())
        .where(outbox.c.endpoint == endpoints.c.id, outbox.c.status == status)
        .scalar_subquery()
        .label(status.value)
        for status in (Status.WAITING, Status.DEAD)
    )
    query = (
        select(endpoints, endpoint_health, waiting, dead)
        .join(endpoint_health, endpoint_health.c.endpoint == endpoints.c.id)
        .order_by(endpoints.c.name)
    )
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().all()


def _usual(wants: Wants, target: Target) -> Wants:
    """What is wanted where no types are named.

    Who picks shifts wants those. A notification without a word is of digests: nobody wants mail of
    every version.
    """
    if wants.types:
        return wants
    if wants.selection.picks_shifts:
        return replace(wants, types=SHIFTS)
    if wants.schedules or target.kind == "notification":
        return replace(wants, types=DIGESTS)
    return wants


def _secret(wish: Wish, target: Target) -> str | None:
    """The secret that signs, or the reference to it; None for a notification."""
    if target.kind == "webhook":
        return _usable(wish.secret or generate_secret())
    if wish.secret is not None:
        raise InputError("secret: only webhooks are signed; leave it out for a notification.")
    return None


def _template(wish: Wish, target: Target, wants: Wants) -> str | None:
    """The template as it is kept, tried on every type of message that it is for.

    Where nobody named types it is for digests; that an endpoint was disabled is told in our words.
    """
    if not wish.template:
        return None
    if target.kind == "webhook":
        raise InputError("template: a webhook gets JSON; templates are for notifications.")
    types = DIGESTS[:1] if wants.types == DIGESTS else wants.types or TYPES
    return read_template(wish.template, types=types, form=target.form).dumps()


def _usable(secret: str) -> str:
    check_secret(resolved(secret, "secret"))
    return secret


def _keep(connection: Connection, name: str, keys: dict[str, str | None], head: int) -> None:
    """Keep what it is reached with. One that is delivered to already goes on from its mark."""
    keys = keys | {"previous_secret": None}
    known = update(endpoint_keys).where(endpoint_keys.c.endpoint == name)
    if connection.execute(known.values(keys)).rowcount == 0:
        connection.execute(insert(endpoint_keys).values(endpoint=name, **keys))
    well = {"failures": 0, "failing_since": None, "rest_until": None}
    mine = update(endpoint_health).where(endpoint_health.c.endpoint == name)
    if connection.execute(mine.values(well)).rowcount == 0:
        connection.execute(insert(endpoint_health).values(endpoint=name, failures=0))
        connection.execute(insert(endpoint_marks).values(endpoint=name, position=head))


def _row(context: Context, identifier: str) -> RowMapping | None:
    with context.engine.connect() as connection:
        query = select(endpoints).where(endpoints.c.id == identifier)
        return connection.execute(query).mappings().one_or_none()


def _append(context: Context, identifier: str, event: NewsroomEvent) -> None:
    stream = f"endpoint-{identifier}"
    version = context.store.stream_version(stream)
    append(context, stream, (event.event, str(version)), event)
