"""The digest as JSON, and the schema it keeps to."""

from typing import Any

from tracker.digest.model import Digest


def render_json(digest: Digest) -> str:
    """The digest as JSON with a final newline; times are ISO 8601 in UTC."""
    return digest.model_dump_json(indent=2, ensure_ascii=True) + "\n"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what `render_json` writes."""
    return Digest.model_json_schema(mode="serialization")
