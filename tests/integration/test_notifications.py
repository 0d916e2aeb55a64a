"""What services are sent: real requests over loopback, and payloads at the transport."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import pytest
import requests

from tests.integration.loopback import Answer, Loopback
from tests.integration.mailbox import Mailbox, misbehaving_server, silent
from tests.unit.delivery.notification.hostile import HOSTILE, hostile_body
from tracker.config import DeliverySettings
from tracker.delivery import messages
from tracker.delivery.notification import (
    Limits,
    check_target,
    limits_of,
    load_template,
    notify,
)
from tracker.delivery.notification.samples import DIGEST, sample_body
from tracker.delivery.webhook import Delivery, Outcome
from tracker.errors import InputError

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
SECRET = "AhWfzkHpt3ZQrsm"
LOOPBACK = Limits(seconds=5, allow_loopback=True)

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544"
TEAMS = "workflows://prod-1.logic.azure.com:443/643e69f83c8944/KQbLEULhDqNlKsfP1IFhwlA"
MATRIX = "matrixs://syt_token_of_ours@matrix.example/!room:matrix.example"


def told(address: str, body: dict[str, Any] | None = None, **rest: Any) -> Delivery:
    limits = rest.pop("limits", LOOPBACK)
    return notify(
        address,
        body or sample_body(messages.FactShifted),
        endpoint="desk",
        zone=UTC,
        at=NOON,
        limits=limits,
        **rest,
    )


def to_gotify(site: Loopback, **rest: Any) -> Delivery:
    return told(f"gotify://{site.at}/{SECRET}", **rest)


def test_a_service_on_this_machine_is_told_where_that_is_allowed() -> None:
    """One request, with a title of its own; the rest is what the message says."""
    with Loopback(lambda _asked: Answer(200)) as site:
        result = to_gotify(site)
        (asked,) = site.asked
    sent = json.loads(asked.body)
    assert result == Delivery(Outcome.TAKEN, None, None, "Gotify: taken")
    assert sent["title"] == "people rescued: 40 → 52 (courier.\u2060example, no notice)"
    assert "now: The coast guard rescued 52 people." in sent["message"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, Outcome.LATER), (404, Outcome.LATER), (410, Outcome.GONE), (500, Outcome.LATER)],
)
def test_a_service_that_does_not_take_it_is_asked_again_save_at_410(
    status: int, outcome: Outcome
) -> None:
    with Loopback(lambda _asked: Answer(status)) as site:
        result = to_gotify(site)
    assert result == Delivery(outcome, status, None, f"Gotify: answered {status}")


def test_the_settings_say_what_an_attempt_may() -> None:
    settings = DeliverySettings(timeout=3, allow_networks=("127.0.0.0/8",))
    limits = limits_of(settings)
    assert limits == Limits(3, allow_networks=(ip_network("127.0.0.0/8"),))
    with Loopback(lambda _asked: Answer(200)) as site:
        assert to_gotify(site, limits=limits).outcome is Outcome.TAKEN


def test_redirects_are_not_followed() -> None:
    """Not even to a place that could be connected to."""
    with (
        Loopback(lambda _asked: Answer(200)) as other,
        Loopback(lambda _asked: Answer(307, {"location": f"http://{other.at}/"})) as site,
    ):
        result = to_gotify(site)
        assert other.asked == []
    assert result.outcome is Outcome.LATER


def drips(_asked: object) -> Answer:
    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.05)
            yield b"x"

    return Answer(200, chunks=chunks())


def test_a_service_that_drips_costs_no_more_than_the_time() -> None:
    began = time.monotonic()
    with Loopback(drips) as site:
        result = to_gotify(site, limits=Limits(seconds=0.6, allow_loopback=True))
    assert time.monotonic() - began < 5
    assert result.outcome is Outcome.LATER


def test_a_service_that_hangs_costs_no_more_than_the_time() -> None:
    began = time.monotonic()
    with misbehaving_server(silent) as port:
        result = told(
            f"gotify://127.0.0.1:{port}/{SECRET}", limits=Limits(0.6, allow_loopback=True)
        )
    assert time.monotonic() - began < 5
    assert result.outcome is Outcome.LATER


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy nobody here could check the address that is connected to."""
    with (
        Loopback(lambda _asked: Answer(200)) as proxy,
        Loopback(lambda _asked: Answer(200)) as site,
    ):
        monkeypatch.setenv("http_proxy", f"http://{proxy.at}")
        monkeypatch.setenv("no_proxy", "")
        assert to_gotify(site).outcome is Outcome.TAKEN
        assert (len(site.asked), proxy.asked) == (1, [])


class Log(logging.Handler):
    """What reaches the root of all loggers, where programs keep their log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name not in {"mail.log", "asyncio"}:  # the test's own mail server
            self.lines.append(record.getMessage())


@pytest.fixture
def log() -> Iterator[list[str]]:
    root, handler = logging.getLogger(), Log()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


def test_nothing_of_a_secret_is_logged_or_told(log: list[str]) -> None:
    """Apprise logs addresses, and the libraries below it paths with tokens."""
    with Loopback(lambda _asked: Answer(500)) as site:
        result = to_gotify(site)
    closed = told(f"gotify://127.0.0.1:1/{SECRET}")
    with Mailbox(recipient=f"535 no entry for {SECRET}") as mailbox:
        address = f"mailto://user:{SECRET}@127.0.0.1:{mailbox.port}?to=d@n.example&from=t@n.example"
        refused = told(address)
    with pytest.raises(InputError) as wrong:
        told(f"slack://{SECRET}/{SECRET}")
    said = repr((log, result, closed, refused, wrong.value, check_target(SLACK)))
    assert SECRET not in said
    assert SLACK.rsplit("/", 1)[1] not in said
    assert "coast guard" not in said
    assert log == []


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> list[requests.PreparedRequest]:
    """Requests as they would go out; every one is answered with success."""
    asked: list[requests.PreparedRequest] = []
    monkeypatch.setattr("apprise.url.time.sleep", lambda _: None)  # between requests of a message

    def send(_: object, request: requests.PreparedRequest, **__: object) -> requests.Response:
        asked.append(request)
        response = requests.Response()
        response.status_code = 200
        is_slack = "hooks.slack.com" in (request.url or "")
        response._content = (
            b"ok"
            if is_slack
            else (
                b'{"ok": true, "user_id": "@us:matrix.example", "room_id": "!room:matrix.example",'
                b' "event_id": "$1"}'
            )
        )
        response.request = request
        response.url = request.url or ""
        return response

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return asked


def payload(request: requests.PreparedRequest) -> Any:
    return json.loads(request.body if isinstance(request.body, str | bytes) else b"{}")


def slack_text(sent: list[Any]) -> str:
    return str(sent[-1]["attachments"][0]["text"])


def discord_text(sent: list[Any]) -> str:
    assert "allow_mentions" not in sent[-1]
    return str(sent[-1]["content"])


def telegram_text(sent: list[Any]) -> str:
    assert sent[-1]["parse_mode"] == "HTML"
    return str(sent[-1]["text"])


def teams_text(sent: list[Any]) -> str:
    card = sent[-1]["attachments"][0]["content"]
    assert "entities" not in card["msteams"]
    return str(card["body"][0]["text"])


def matrix_text(sent: list[Any]) -> str:
    message = next(each for each in sent if each and "formatted_body" in each)
    assert "m.mentions" not in message
    return str(message["formatted_body"])


SERVICES: list[Any] = [
    pytest.param(SLACK, slack_text, id="slack"),
    pytest.param(DISCORD, discord_text, id="discord"),
    pytest.param(TELEGRAM, telegram_text, id="telegram"),
    pytest.param(TEAMS, teams_text, id="teams"),
    pytest.param(MATRIX, matrix_text, id="matrix"),
]


@pytest.mark.parametrize(("address", "read"), SERVICES)
def test_a_shift_reaches_the_service_with_its_evidence(
    address: str, read: Callable[[Any], str], transport: list[requests.PreparedRequest]
) -> None:
    """In one message, whose link leads to the article."""
    assert told(address).outcome is Outcome.TAKEN
    text = read([payload(each) for each in transport])
    assert "people rescued" in text
    assert "https://courier.example/ferry" in text
    assert "The coast guard rescued" in text


@pytest.mark.parametrize(("address", "read"), SERVICES)
def test_a_digest_is_cut_to_what_the_service_takes(
    address: str, read: Callable[[Any], str], transport: list[requests.PreparedRequest]
) -> None:
    """The counts stand at its top; it says that there was more."""
    many = DIGEST.model_copy(update={"facts": DIGEST.facts * 200})
    body = sample_body(messages.DigestPublished)
    assert told(address, body, digest=many).outcome is Outcome.TAKEN
    text = read([payload(each) for each in transport])
    assert "200 figures changed" in text
    assert "…" in text
    assert len(text) <= 16_100


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("address", "read"), SERVICES)
def test_no_page_can_ping_or_link_in_a_service(
    address: str,
    read: Callable[[Any], str],
    hostile: str,
    transport: list[requests.PreparedRequest],
) -> None:
    """As the service gets it, after all that Apprise does to a text."""
    assert told(address, hostile_body(hostile)).outcome is Outcome.TAKEN
    text = read([payload(each) for each in transport])
    for live in (
        *("@everyone", "@here", "@room", "@channel", "<!", "<@", "<#", "<at>", "<script", "<img"),
        *("evil.example", "https://evil", "](http://", "](javascript", "<http:"),
    ):
        assert live not in text, live


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("$15 million + 3", "$15 million + 3"),
        ("AT&T <b>", "AT&amp;T &lt;"),
        ("5*4", "5\u2060*\u20604"),
        ("back\\slash", "back\\slash"),
    ],
)
def test_slack_shows_no_backslashes(
    words: str, shown: str, transport: list[requests.PreparedRequest]
) -> None:
    """It knows no escapes of CommonMark; what it knows are the entities of three signs."""
    told(SLACK, hostile_body(words))
    assert shown in slack_text([payload(transport[0])])


def test_a_template_of_ones_own_is_sent(transport: list[requests.PreparedRequest]) -> None:
    template = load_template({"markdown": "**{{ after }}** {{ 'x@y' }}"}, types=["fact.shifted"])
    told(DISCORD, template=template)
    assert discord_text([payload(transport[0])]) == "**52** x@\u2060y"


def test_a_template_too_long_for_the_service_gives_way_to_the_built_in_text(
    transport: list[requests.PreparedRequest],
) -> None:
    """Better the short text than a message that the service refuses for days."""
    template = load_template({"text": "{% for i in range(3000) %}x{% endfor %}"})
    result = told(DISCORD, template=template)
    assert result.outcome is Outcome.TAKEN
    assert "the built-in text was sent" in result.detail
    assert "people rescued" in discord_text([payload(transport[0])])
