"""The guide says what templates know, and its template works."""

import re
from datetime import UTC
from pathlib import Path

import pytest

from tracker.delivery import messages
from tracker.delivery.notification import Format, load_template
from tracker.delivery.notification.rendering import told
from tracker.delivery.notification.samples import sample_body
from tracker.delivery.notification.sandbox import FILTERS

GUIDE = (Path(__file__).parents[4] / "docs" / "notifications.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.type) for kind in messages.KINDS])
def test_every_name_of_a_message_stands_in_the_guide(kind: type[messages.Data]) -> None:
    """In the row of its type, in the order of the model; what all have stands above."""
    common = messages.Data.model_fields
    names = ", ".join(f"`{name}`" for name in kind.model_fields if name not in common)
    assert f"\n| `{kind.type}` | {names} |\n" in GUIDE


def test_every_filter_stands_in_the_guide() -> None:
    assert ", ".join(f"`{name}`" for name in FILTERS) in " ".join(GUIDE.split())


def test_the_guide_s_template_works() -> None:
    (source,) = re.findall(r"^```jinja\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    template = load_template({"text": source}, types=["fact.shifted", "statement.shifted"])
    text = template.render(told(sample_body(messages.FactShifted), None, UTC), Format.TEXT)
    assert text is not None
    assert text.startswith("people rescued: 40 is now 52 (no notice)\n")
    assert "“The coast guard rescued 52 people.”" in text
