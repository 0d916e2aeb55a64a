"""One attempt to hand a message to a notification service."""

import logging
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from ipaddress import ip_network
from threading import get_ident
from typing import Any

from tracker.config import DeliverySettings
from tracker.delivery.notification import mail, smtp
from tracker.delivery.notification.escaping import tame
from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.guard import RefusedConnectionError, Watch, bounded
from tracker.delivery.notification.rendering import Told, text_of, told
from tracker.delivery.notification.subjects import shortened
from tracker.delivery.notification.targets import Target, check_target
from tracker.delivery.notification.templates import Template
from tracker.delivery.webhook import Delivery, Outcome
from tracker.digest.model import Digest
from tracker.errors import InputError
from tracker.network.addresses import Network

_GONE = 410
_SUCCESS = range(200, 300)
_STATUS = re.compile(r"error=(\d{3})\b")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attempt may take and where it may connect to.

    `seconds` is for the whole of it, from the first connection on. `allow_networks` are networks
    off the public internet that may be connected to all the same.
    """

    seconds: float = 20.0
    allow_loopback: bool = False
    allow_networks: Sequence[Network] = ()


def limits_of(settings: DeliverySettings, *, allow_loopback: bool = False) -> Limits:
    """What the settings allow one attempt."""
    networks = tuple(ip_network(text) for text in settings.allow_networks)
    return Limits(settings.timeout, allow_loopback, networks)


def notify(
    address: str,
    body: Mapping[str, Any],
    *,
    endpoint: str,
    zone: tzinfo,
    at: datetime,
    template: Template | None = None,
    digest: Digest | None = None,
    unsubscribe: str | None = None,
    limits: Limits = Limits(),
) -> Delivery:
    """Tell the service at `address` what the message `body` (its JSON) says, at the time `at`.

    `digest` is the whole digest of a `digest.published`, whose message may be too long to hold it.
    Everything but success and 410 is worth a later attempt. A template that fails on this message
    gives way to the built-in text, and the detail says so. Raises InputError for an address that
    is none, and nothing for the network.
    """
    target = check_target(
        address, allow_loopback=limits.allow_loopback, allow_networks=limits.allow_networks
    )
    message = told(body, digest, zone)
    send, note = _prepared(target, message, template, endpoint, at, unsubscribe, limits.seconds)
    watch = Watch(allow_loopback=limits.allow_loopback, allowed=limits.allow_networks)
    result = _attempted(target, watch, send, limits.seconds)
    if not note:
        return result
    return Delivery(result.outcome, result.status, result.retry_after, result.detail + note)


def _prepared(
    target: Target,
    message: Told,
    template: Template | None,
    endpoint: str,
    at: datetime,
    unsubscribe: str | None,
    seconds: float,
) -> tuple[Callable[[], Delivery], str]:
    """What sends the message, and what is to be said about its text."""

    def prepared(own: Template | None) -> Callable[[], Delivery]:
        if target.is_mail:
            return _mail_sender(target, message, own, endpoint, at, unsubscribe, seconds)
        return _service_sender(target, message, own, seconds)

    try:
        return prepared(template), ""
    except InputError as error:
        if template is None:
            raise
        return prepared(None), f"; the built-in text was sent, as its own failed: {error}"


def _mail_sender(
    target: Target,
    message: Told,
    template: Template | None,
    endpoint: str,
    at: datetime,
    unsubscribe: str | None,
    seconds: float,
) -> Callable[[], Delivery]:
    try:
        envelope = mail.envelope_of(target.service)
    except ValueError:
        raise InputError("address: one of the mail's addresses is none.") from None
    composed = mail.compose(
        message,
        envelope,
        endpoint=endpoint,
        message_id=message.id,
        template=template,
        at=at,
        unsubscribe=unsubscribe,
    )
    sender, recipients = envelope.sender.addr_spec, envelope.recipients
    return lambda: smtp.send(target.service, composed, sender, recipients, seconds)


def _service_sender(
    target: Target, message: Told, template: Template | None, seconds: float
) -> Callable[[], Delivery]:
    text = template.render(message, target.format) if template else None
    if text is not None and len(text) > target.limit:
        raise InputError(f"it is longer than the {target.limit} characters that it takes")
    if text is None:
        text = text_of(message, target.format, target.limit)
    title = _title(target, message, template)
    if not text.strip():  # a template may be for some types alone
        return lambda: Delivery(Outcome.TAKEN, None, None, f"{target.name}: nothing to tell")
    return lambda: _told_to_service(target, text, title, seconds)


def _title(target: Target, message: Told, template: Template | None) -> str:
    if not target.takes_title:
        return ""
    own = template.subject(message) if template else None
    return shortened(own or tame(message.subject_line), min(int(target.service.title_maxlen), 250))


def _told_to_service(target: Target, text: str, title: str, seconds: float) -> Delivery:
    service = target.service
    service.socket_connect_timeout = service.socket_read_timeout = seconds
    with _overheard() as heard:
        done = service.notify(body=text, title=title, body_format=_apprise_format(target.format))
    if done:
        return Delivery(Outcome.TAKEN, None, None, f"{target.name}: taken")
    statuses = [int(found[1]) for line in heard if (found := _STATUS.search(line))]
    if not statuses:
        return Delivery(Outcome.LATER, None, None, f"{target.name}: it was not taken")
    status = statuses[-1]
    outcome = Outcome.GONE if status == _GONE else Outcome.LATER
    yet = ", and did not take it" if status in _SUCCESS else ""
    return Delivery(outcome, status, None, f"{target.name}: answered {status}{yet}")


def _apprise_format(form: Format) -> Any:
    from apprise import NotifyFormat

    return NotifyFormat(form.value)


def _attempted(
    target: Target, watch: Watch, send: Callable[[], Delivery], seconds: float
) -> Delivery:
    """How it ended, in words that hold nothing of the address but service and host."""
    name = f"mail by {target.service.smtp_host}" if target.is_mail else target.name
    try:
        result = bounded(send, watch, seconds)
    except Exception as error:  # noqa: BLE001 - libraries raise what they like; all is worth a retry
        result = Delivery(Outcome.LATER, None, None, f"{name}: {_failure(error)}")
    if watch.refused and result.outcome is not Outcome.TAKEN:
        detail = (
            f"{name}: refused, its address is {watch.refused[0]}, not on the public internet. "
            "If that is meant, name its network in delivery.allow_networks."
        )
        return Delivery(Outcome.LATER, None, None, detail)
    return result


def _failure(error: Exception) -> str:
    """What went wrong, by its kind: libraries' own words may repeat the address."""
    for kind, words in _FAILURES:
        if isinstance(error, kind):
            return words
    return f"it could not be sent ({type(error).__name__})"


_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (RefusedConnectionError, "the connection was not allowed"),
    (TimeoutError, "no complete answer in time. It is tried again later."),
    (ssl.SSLCertVerificationError, "its certificate is not valid"),
    (ssl.SSLError, "no secure connection could be agreed (TLS). Is the port right?"),
    (socket.gaierror, "it has no known address. Check the name of the server."),
    (ConnectionRefusedError, "the connection was refused. Are server and port right?"),
    (smtplib.SMTPNotSupportedError, "the server does not offer what the address asks for"),
    (smtplib.SMTPServerDisconnected, "the connection broke off"),
    (smtplib.SMTPException, "the server does not speak SMTP as it should"),
    (OSError, "no connection could be made"),
)


class _Overhearing(logging.Handler):
    """Keeps what one thread's sending is told by Apprise."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Apprise says why a sending failed in its log alone."""
    handler, logger = _Overhearing(), logging.getLogger("apprise")
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
