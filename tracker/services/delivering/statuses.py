"""How a delivery stands."""

from enum import StrEnum


class Status(StrEnum):
    """DEAD had all its attempts, DROPPED lost its endpoint."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    DROPPED = "dropped"
