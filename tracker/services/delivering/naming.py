"""Ids made of what they name: the same for the same, whoever makes them and however often."""

import hashlib


def named(*parts: object) -> str:
    """32 hexadecimal digits for these parts; None is a part like any other."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def message_id(log_id: str, type_name: str, subject: str) -> str:
    """The id of the message that tells of a happening."""
    return f"evt_{named(log_id, type_name, subject)}"


def delivery_id(endpoint: str, message: str) -> str:
    """The id of a delivery, short enough to be typed."""
    return named(endpoint, message)[:16]
