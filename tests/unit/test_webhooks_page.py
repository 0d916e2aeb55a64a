"""docs/webhooks.md says what arrives, and its examples take what the tracker signs."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.delivery.bodies import LOG, NOON, fact_shifted
from tracker.delivery.envelope import envelope
from tracker.delivery.messages import TYPES
from tracker.delivery.signing import generate_secret, signed_headers

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
SECRET = generate_secret()
BODY = '{"a": "é"}'.encode()

Check = Callable[[str, dict[str, str], bytes], bool]


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_body_shown_is_one_of_ours() -> None:
    """To the last field."""
    (shown,) = snippets("json")
    body = envelope(LOG, "evt_1f7c0d52a9b84e63", fact_shifted(), NOON, "9d0c41a7")
    assert json.loads(shown) == json.loads(body)


def test_every_type_has_its_row_and_its_schema() -> None:
    """In the order in which the code has them."""
    rows = re.findall(r"^\| `([a-z.]+)` \| .+ \| \[schema\]\((.+)\) \|$", PAGE, re.MULTILINE)
    assert rows == [(name, f"schemas/v1/{name}.json") for name in TYPES]


def by_the_library() -> Check:
    space: dict[str, Any] = {}
    exec(snippets("python")[0], space)
    return lambda *given: space["message"](*given) is not None


def by_hand() -> Check:
    space: dict[str, Any] = {}
    exec(snippets("python")[1], space)
    check: Check = space["genuine"]
    return check


def by_node() -> Check:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed here")
    (snippet,) = snippets("js")
    asked = "const [secret, headers, body] = JSON.parse(require('node:fs').readFileSync(0));"
    answer = "console.log(genuine(secret, headers, Buffer.from(body, 'base64')));"

    def check(secret: str, headers: dict[str, str], body: bytes) -> bool:
        import base64

        given = json.dumps([secret, headers, base64.b64encode(body).decode()])
        ran = subprocess.run(
            [node, "-e", f"{snippet}\n{asked}\n{answer}"],
            input=given,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return {"true\n": True, "false\n": False}[ran.stdout]

    return check


@pytest.mark.parametrize("example", [by_the_library, by_hand, by_node], ids=lambda f: f.__name__)
def test_an_example_takes_what_we_sign_and_nothing_else(example: Callable[[], Check]) -> None:
    """Also while a secret is rotated; not what was changed, is old, or is somebody else's."""
    check, now = example(), datetime.now(UTC)
    headers = dict(signed_headers([SECRET], "evt_1", now, BODY))
    rotated = dict(signed_headers([generate_secret(), SECRET], "evt_1", now, BODY))
    old = dict(signed_headers([SECRET], "evt_1", now - timedelta(minutes=6), BODY))
    assert check(SECRET, headers, BODY)
    assert check(SECRET, rotated, BODY)
    assert not check(SECRET, headers, BODY + b" ")
    assert not check(SECRET, old, BODY)
    assert not check(generate_secret(), headers, BODY)
    assert not check(SECRET, headers | {"webhook-signature": "v1,AAAA"}, BODY)
