"""Endpoints: what each of them wants, and whether it is delivered to."""

import json
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from tracker.newsroom.events import (
    EndpointAdded,
    EndpointDisabled,
    EndpointPaused,
    EndpointRemoved,
    EndpointResumed,
    NewsroomEvent,
)
from tracker.projections.tables import endpoints

WANTS = ("types", "schedules", "story", "outlet", "tag", "kinds", "weight")
"""What an endpoint says of the messages it wants: keys of the JSON in `wants`."""


def project(
    connection: Connection, identifier: str, recorded_at: datetime, event: NewsroomEvent
) -> None:
    """Take in an event of an endpoint's stream."""
    mine = endpoints.c.id == identifier
    match event:
        case EndpointAdded():
            connection.execute(delete(endpoints).where(mine))
            added = _row(identifier, event) | {"status": "active", "since": recorded_at}
            connection.execute(insert(endpoints).values(added))
        case EndpointPaused() | EndpointResumed() | EndpointDisabled():
            stands = _standing(event) | {"since": recorded_at}
            connection.execute(update(endpoints).where(mine).values(stands))
        case EndpointRemoved():
            connection.execute(delete(endpoints).where(mine))


def _standing(event: EndpointPaused | EndpointResumed | EndpointDisabled) -> dict[str, str | None]:
    match event:
        case EndpointDisabled(reason=reason):
            return {"status": "disabled", "reason": reason}
        case EndpointPaused():
            return {"status": "paused", "reason": None}
        case _:
            return {"status": "active", "reason": None}


def _row(identifier: str, event: EndpointAdded) -> dict[str, object]:
    return {
        "id": identifier,
        "name": event.name or identifier,
        "kind": event.kind,
        "address": event.address,
        "allow_loopback": event.allow_loopback,
        "after": event.after,
        "wants": json.dumps(event.model_dump(include=set(WANTS), mode="json")),
    }
