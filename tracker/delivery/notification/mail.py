"""A message as mail: text and HTML of our own, and the headers that mail programs look for.

Apprise's own mail would make the text out of the HTML, name a new Message-ID each time, and leave
out how to unsubscribe. So an address is read by Apprise (it knows many providers), and the mail is
made here with Python's `email`, which refuses plain line breaks in headers.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tracker.delivery.notification.escaping import finished, tame
from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.rendering import Told, mail_body, mail_page, mail_text
from tracker.delivery.notification.services import NAME
from tracker.delivery.notification.templates import Template
from tracker.digest.escaping import WORD_JOINER, inert
from tracker.errors import InputError

_HOST = re.compile(r"[A-Za-z0-9.-]+\Z")
_LEAVE = re.compile(r"(?:https://|mailto:)[!-;=?-~]+")
_LIST = re.compile(r"[^a-z0-9]+")

# Lines of encoded text stay below what any server takes, whatever a page's sentences do.
_POLICY = SMTP.clone(max_line_length=78, cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom, as the address of the endpoint says."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    reply_to: tuple[Address, ...]

    @property
    def recipients(self) -> list[str]:
        """All of them, each once."""
        found = (*self.to, *self.cc, *self.bcc)
        return list(dict.fromkeys(address.addr_spec for address in found))


def envelope_of(service: Any) -> Envelope:
    """The addresses out of what Apprise read. Raises ValueError where one is none."""
    names = service.names

    def addresses(found: Any) -> tuple[Address, ...]:
        return tuple(_address(names.get(each) or "", each) for each in found)

    name, sender = service.from_addr
    return Envelope(
        sender=_address(name or NAME, sender),
        to=tuple(_address(name or "", address) for name, address in service.targets),
        cc=addresses(sorted(service.cc)),
        bcc=addresses(sorted(service.bcc)),
        reply_to=addresses(sorted(service.reply_to)),
    )


def compose(
    message: Told,
    envelope: Envelope,
    *,
    endpoint: str,
    message_id: str,
    template: Template | None,
    at: datetime,
    unsubscribe: str | None = None,
) -> EmailMessage:
    """The mail. A repeated attempt makes the same Message-ID, so that programs show it once.

    `unsubscribe` is an address (https or mailto) to leave by; without one it is a mail to the
    sender. Raises InputError where it is neither.
    """
    subject = _subject(message, template)
    domain = _domain(envelope.sender)
    leave = _checked(unsubscribe) if unsubscribe else _leave_by_mail(envelope, endpoint)
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = subject
    mail["From"] = envelope.sender
    mail["To"] = envelope.to
    if envelope.cc:
        mail["Cc"] = envelope.cc
    if envelope.reply_to:
        mail["Reply-To"] = envelope.reply_to
    mail["Date"] = at
    named = sha256(f"{message_id}\n{endpoint}".encode()).hexdigest()[:40]
    mail["Message-ID"] = f"<{named}@{domain}>"
    mail["List-Id"] = (
        f"<{_LIST.sub('-', endpoint.lower()).strip('-') or 'endpoint'}.tracker.{domain}>"
    )
    mail["List-Unsubscribe"] = f"<{leave}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"  # Exchange answers bulk mail otherwise
    text, body = _parts(message, template)
    mail.set_content(f"{text}\n\n-- \n{_foot(endpoint, leave)}\n", cte="quoted-printable")
    page = mail_page(subject, body, endpoint=endpoint, unsubscribe=leave)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    return mail


def _parts(message: Told, template: Template | None) -> tuple[str, Markup]:
    """The text, and the body of the HTML."""
    if template is None:
        return mail_text(message), mail_body(message)
    page = template.render(message, Format.HTML)
    text = template.render(message, Format.TEXT)
    return (
        mail_text(message) if text is None else text,
        mail_body(message) if page is None else finished(page),
    )


def _subject(message: Told, template: Template | None) -> str:
    own = template.subject(message) if template else None
    return _for_header(own or message.subject_line)


def _for_header(text: str) -> str:
    """The text on one line, and as itself.

    Python's `email` would decode what a page writes as an encoded word (RFC 2047), and put line
    breaks that hide in it into the mail as they are.
    """
    return " ".join(inert(text).split()).replace("=?", f"={WORD_JOINER}?")


def _foot(endpoint: str, leave: str) -> str:
    return (
        f"Sent by the news update tracker to the endpoint “{tame(endpoint)}”.\nUnsubscribe: {leave}"
    )


def _checked(unsubscribe: str) -> str:
    if not _LEAVE.fullmatch(unsubscribe):
        raise InputError("unsubscribe: it must begin with https:// or mailto: and have no blanks.")
    return unsubscribe


def _leave_by_mail(envelope: Envelope, endpoint: str) -> str:
    to = envelope.reply_to[0] if envelope.reply_to else envelope.sender
    return f"mailto:{quote(to.addr_spec, safe='@')}?subject={quote(f'unsubscribe {endpoint}')}"


def _domain(sender: Address) -> str:
    domain = sender.domain
    return domain if _HOST.match(domain) else "tracker.invalid"


def _address(name: str, address: str) -> Address:
    """Raises ValueError where it is none; a name cannot bring line breaks or controls."""
    return Address(display_name=_for_header(str(name)), addr_spec=address)
