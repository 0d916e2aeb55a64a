"""A body is a Standard Webhooks message and a CloudEvents 1.0 event, and fits its schema."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from tests.unit.delivery.bodies import LOG, NOON, fact_shifted
from tests.unit.delivery.made import made
from tracker.delivery.envelope import envelope, schema_of
from tracker.delivery.messages import KINDS, Data
from tracker.delivery.trimming import LIMIT

URI = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
FORMS = {
    "specversion": r"1\.0",
    "subject": r"(?s).+",
    "datacontenttype": r"[a-z]+/[a-z0-9.+-]+",
    "dataschema": URI,
    "source": URI,
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
}
"""What each attribute looks like."""
FEW = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking such texts would take minutes
HOSTILE = st.one_of(
    st.text(max_size=12),
    st.builds(
        lambda text, times: text * times,
        st.text(st.characters(exclude_categories=[]), min_size=1, max_size=6),
        st.sampled_from([1, 1, 40, 3_000]),
    ),
)


def body(data: Data) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(envelope(LOG, "evt_1", data, NOON, "9d0c41a7"))
    return found


def messages(kind: type[Data]) -> st.SearchStrategy[Data]:
    return made(kind, HOSTILE)


def test_a_body_has_what_both_standards_ask_for() -> None:
    """`type`, `timestamp` and `data` for one, the attributes beside `data` for the other."""
    found = body(fact_shifted())
    data = found.pop("data")
    assert found == {
        "specversion": "1.0",
        "id": "evt_1",
        "source": f"urn:uuid:{LOG}",
        "type": "fact.shifted",
        "time": "2024-11-17T12:00:00Z",
        "timestamp": "2024-11-17T12:00:00Z",
        "subject": "9d0c41a7",
        "datacontenttype": "application/json",
        "dataschema": "urn:news-update-tracker:schema:fact.shifted:1",
    }
    assert (data["before"], data["after"]) == ("10,000 passengers", "12,000 passengers")
    assert data["more"] == {"command": "tracker explain 1f0c2a9e 9d0c41a7", "url": None}
    assert data["trimmed"] is False


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
@settings(max_examples=10, phases=FEW, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_body_is_a_cloud_event_that_fits_its_schema(
    kind: type[Data], data: st.DataObject
) -> None:
    """Whatever the texts are; in ASCII, and under 20,000 bytes."""
    message = data.draw(messages(kind))
    sent = envelope(LOG, "evt_1", message, NOON, "9d0c41a7")
    assert sent.isascii()
    assert len(sent) < LIMIT
    found = json.loads(sent)
    assert list(cloud_event_faults(found)) == []
    checker = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
    assert [error.message for error in checker.iter_errors(found)] == []


def cloud_event_faults(event: dict[str, Any]) -> Iterator[str]:
    """What breaks the CloudEvents 1.0.2 specification and its JSON format (section 3)."""
    for name in ("specversion", "id", "source", "type"):
        if not isinstance(event.get(name), str) or not event[name]:
            yield f"{name} is required, and not empty"
    for name in event.keys() - {"data", "data_base64"}:
        yield from attribute_faults(name, event[name])
    for name, form in FORMS.items():
        if name in event and not re.fullmatch(form, str(event[name])):
            yield f"{name} does not have the form of one"
    if "data" in event and "data_base64" in event:
        yield "data stands there once"


def attribute_faults(name: str, value: object) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]{1,20}", name):
        yield f"{name}: attributes are named by up to 20 lower-case letters and digits"
    if not isinstance(value, str | bool | int):
        yield f"{name}: an attribute is text, a truth value or an integer"
    if isinstance(value, str) and re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", value):
        yield f"{name}: no control characters, no half of a character"


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"source": None},
        {"more": {"command": "x"}},
        {"dataSchema": "x"},
        {"time": "2024-11-17 12:00"},
        {"subject": ""},
        {"dataschema": "#/x"},
    ],
)
def test_the_check_of_cloud_events_finds_faults(change: dict[str, Any]) -> None:
    """Among them a link as an object beside `data`, which CloudEvents does not allow."""
    assert list(cloud_event_faults(body(fact_shifted()) | change))


def test_the_same_message_gives_the_same_bytes() -> None:
    """In whatever zone its time was given."""
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert envelope(LOG, "evt_1", fact_shifted(), NOON, "s") == envelope(
        LOG, "evt_1", fact_shifted(), elsewhere, "s"
    )


def test_half_of_a_character_is_replaced_and_whole_ones_stay() -> None:
    """Many receivers refuse a lone surrogate, even escaped."""
    found = body(fact_shifted(new="It \ud83d\ude00 carried \ud800 12 \U0001f6a2 \\ud800"))
    assert found["data"]["new"]["text"] == "It \U0001f600 carried \ufffd 12 \U0001f6a2 \\ud800"


def test_what_it_tells_of_must_be_named() -> None:
    """CloudEvents knows no empty subject."""
    with pytest.raises(ValidationError):
        envelope(LOG, "evt_1", fact_shifted(), NOON, "")
