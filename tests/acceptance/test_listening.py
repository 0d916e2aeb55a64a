"""`tracker listen`, as somebody tries webhooks out with it."""

import json
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.acceptance.conftest import Installed
from tests.contract.desk import desk
from tests.unit.delivery.bodies import LOG, fact_shifted
from tracker.delivery.envelope import envelope
from tracker.delivery.signing import generate_secret, signed_headers

On = Callable[[object], Installed]
SECRET = generate_secret()


def address_of(started: subprocess.Popen[str]) -> str:
    """Where it says that it listens."""
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("Listening on "):
            return line.split()[2]
    raise AssertionError(f"it never listened: {started.wait(30)}")


def post(address: str, body: bytes, message: str = "evt_1", secret: str = SECRET) -> int:
    headers = dict(signed_headers([secret], message, datetime.now(UTC), body))
    return httpx.post(address, content=body, headers=headers).status_code


def test_what_arrives_is_printed_with_its_verdict(installed: Installed) -> None:
    """A line each; it ends after as many as were asked for. The secret comes by reference."""
    own = Installed(installed.home, {"DESK_SECRET": SECRET})
    body = envelope(LOG, "evt_1", fact_shifted(), datetime.now(UTC), "9d0c41a7").encode()
    started = own.start("listen", "--port", 0, "--secret", "env:DESK_SECRET", "--count", 4)
    address = address_of(started)
    assert [post(address, body), post(address, body)] == [204, 204]
    assert post(address, body, secret=generate_secret()) == 401
    assert post(address, b'{"type": "\\u001b[31m\\u202e", "subject": [1]}', "evt_2") == 204
    out, err = started.communicate(timeout=30)
    assert started.returncode == 0, err
    valid, again, refused, hostile = out.splitlines()
    assert "fact.shifted  9d0c41a7  signature valid  evt_1  answered 204" in valid
    assert "signature valid  again  evt_1" in again
    assert "refused: the signature does not match" in refused
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile
    assert SECRET not in out + err


def test_bodies_are_printed_on_request(installed: Installed) -> None:
    """As JSON where they are; other bytes are made harmless."""
    started = installed.start(
        "listen", "--port", 0, "--secret", SECRET, "--json", "--count", 3, "--status", 500
    )
    address = address_of(started)
    assert post(address, b'{"type": "x", "data": {"a": "\xc3\xa9"}}') == 500
    assert post(address, b"\x1b[2J\xff\nno JSON") == 500
    assert post(address, b"[" * 50_000) == 500
    out, err = started.communicate(timeout=30)
    assert (started.returncode, "internal" in err) == (0, False), err
    assert json.loads("".join(out.splitlines()[1:7]))["data"] == {"a": "é"}
    assert "\x1b" not in out


def test_without_a_secret_it_adds_itself_and_goes_again(on: On, sqlite_database: str) -> None:
    """Whether it is ended by Ctrl+C or by SIGTERM; the secret is shown nowhere."""
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 0)):
        started = on(sqlite_database).start("listen", "--port", 0)
        address = address_of(started)
        assert endpoints(on, sqlite_database) == [address]
        started.send_signal(number)
        out, err = started.communicate(timeout=30)
        assert (started.returncode, "whsec_" in out + err) == (code, False), err
        assert endpoints(on, sqlite_database) == []
    with desk(sqlite_database) as context:
        assert [event.type for event in context.store.read_all()] == [
            "endpoint.added",
            "endpoint.removed",
        ] * 2


def endpoints(on: On, database: str) -> list[str]:
    ran = on(database)("endpoint", "list", "--json")
    return [each["address"] for each in json.loads(ran.stdout)["endpoints"]]


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("whsec_short", "--secret is not whsec_ and 24 to 64 bytes of base64."),
        ("env:NOT_SET", "--secret env:NOT_SET: there is no such variable where this runs."),
        (
            "file:missing.key",
            "--secret file:missing.key cannot be read: No such file or directory.",
        ),
    ],
)
def test_a_secret_that_is_none_is_refused(installed: Installed, secret: str, told: str) -> None:
    """By the name of the option, and never repeated."""
    ran = installed("listen", "--secret", secret)
    assert (ran.returncode, ran.stderr) == (2, f"error: {told}\n")


def test_a_reader_that_leaves_ends_it(installed: Installed) -> None:
    """With the code of a broken pipe."""
    started = installed.start("listen", "--port", 0, "--secret", SECRET)
    address = address_of(started)
    assert started.stdout is not None
    started.stdout.close()
    post(address, b"{}")
    assert started.wait(30) == 141
    assert started.stderr is not None
    assert started.stderr.read() == ""
    started.stderr.close()


def test_what_the_tracker_sends_arrives(on: On, sqlite_database: str) -> None:
    """`tracker endpoint test` to `tracker listen`: signed, and of the schema that is published."""
    begun = on(sqlite_database)
    started = begun.start("listen", "--port", 0, "--json", "--count", 1)
    address_of(started)
    sent = begun("endpoint", "test", "listen")
    assert sent.returncode == 0, sent.stderr
    out, err = started.communicate(timeout=30)
    assert started.returncode == 0, err
    verdict, _, body = out.partition("\n")
    assert "endpoint.test" in verdict
    assert "signature valid" in verdict
    schema = json.loads(begun("schema", "message.endpoint.test").stdout)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(body))) == []
