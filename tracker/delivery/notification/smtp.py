"""Handing a mail to its server, with what the server says where it does not take it."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from tracker.delivery.webhook import Delivery, Outcome
from tracker.digest.escaping import inert

_LONGEST_REASON = 160


def send(
    service: Any, mail: EmailMessage, sender: str, recipients: Sequence[str], seconds: float
) -> Delivery:
    """One transaction for all recipients, on a connection as Apprise's address says.

    Whoever was refused while others were taken is not tried again: the others would get it twice.
    No answer ends the endpoint: a mailbox that is full or unknown today may not be tomorrow.
    `seconds` is the longest silence. Raises OSError and smtplib's errors where there is no
    connection, or the server does not speak its protocol.
    """
    server = str(service.smtp_host)
    try:
        with _connected(service, server, seconds) as connection:
            refused = connection.send_message(mail, sender, recipients)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _later(service, server, code, words, recipients)
    except smtplib.SMTPResponseException as error:
        return _later(service, server, error.smtp_code, error.smtp_error, recipients)
    if refused:
        code, words = next(iter(refused.values()))
        reason = _reason(service, words, recipients)
        detail = (
            f"mail by {server}: taken, but {len(refused)} of {len(recipients)} recipients "
            f"refused ({code} {reason})"
        )
        return Delivery(Outcome.TAKEN, code, None, detail)
    return Delivery(Outcome.TAKEN, 250, None, f"mail by {server}: taken")


def _connected(service: Any, server: str, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if not service.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    port = int(service.port or 0)
    connection: smtplib.SMTP
    if service.secure_mode == "ssl":
        connection = smtplib.SMTP_SSL(server, port or 465, timeout=seconds, context=context)
    else:
        default = 587 if service.secure_mode == "starttls" else 25
        connection = smtplib.SMTP(server, port or default, timeout=seconds)
    try:
        if service.secure_mode == "starttls":
            connection.starttls(context=context)
        if service.user and service.password:
            connection.login(service.user, service.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _later(
    service: Any, server: str, code: int, words: bytes | str, recipients: Sequence[str]
) -> Delivery:
    detail = f"mail by {server}: answered {code} {_reason(service, words, recipients)}".rstrip()
    return Delivery(Outcome.LATER, code, None, detail)


def _reason(service: Any, words: bytes | str, recipients: Sequence[str]) -> str:
    """The server's words on one line, without the user, the password or anybody's address."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    for secret in (service.password, service.user, service.from_addr[1], *recipients):
        if secret:
            text = text.replace(str(secret), "…")
    line = " ".join(inert(text).split())
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
