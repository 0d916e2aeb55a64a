"""The built-in texts: every type of message, in every format, as long as a service allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pydantic import ValidationError

from tracker.delivery import messages
from tracker.delivery.notification import subjects
from tracker.delivery.notification.escaping import finished
from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.marks import MARKS, MailMarks, Marks
from tracker.digest import captions
from tracker.digest.model import Digest, is_silent
from tracker.digest.phrases import UNNAMED, clock, count, stamp
from tracker.digest.summary import coverage, summary
from tracker.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Environment

_KINDS = {kind.type: kind for kind in messages.KINDS}

# How many items of each section of a digest are told, the first that fits.
_MOST = (None, 10, 5, 3)
_MOST_IN_MAIL = (None, 50, 20, 10)
_ROOM_IN_MAIL = 90_000  # Gmail cuts a mail behind 102 kB
_ROOM = 16_000  # more is no notification, whatever a service would take


@dataclass(frozen=True, slots=True)
class Told:
    """A message read back from its JSON, with the digest that it may be about.

    `more` is where all of it can be read, where the message says so.
    """

    id: str
    type: str
    timestamp: str
    data: messages.Data
    digest: Digest | None
    more: str | None
    zone: tzinfo

    @property
    def subject_line(self) -> str:
        """Foreign words as they are."""
        return subjects.subject_line(self.data, self.digest)


def told(body: Mapping[str, Any], digest: Digest | None, zone: tzinfo) -> Told:
    """The message out of its JSON; times are shown in `zone`. Fields of later versions are left.

    Raises InputError for a message that this version does not know, or that is not whole.
    """
    kind = _KINDS.get(body["type"])
    if kind is None:
        raise InputError(f"this version knows no message of type {body['type']}. Update it.")
    known = {name: value for name, value in body["data"].items() if name in kind.model_fields}
    try:
        data = kind.model_validate(known)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(f"the {kind.type} to be told is not whole: {where} is wrong.") from None
    if digest is None and isinstance(data, messages.DigestPublished):
        digest = data.digest
    return Told(
        id=str(body["id"]),
        type=body["type"],
        timestamp=str(body["timestamp"]),
        data=data,
        digest=digest,
        more=data.more.url if data.more else None,
        zone=zone,
    )


def text_of(message: Told, form: Format, limit: int) -> str:
    """The message for a service that takes `limit` characters.

    A digest has fewer items of each section where room is short; what is still too long loses its
    last lines.
    """
    lines: list[str] = []
    room, marks = min(limit, _ROOM), MARKS[form]()
    for most in _MOST:
        lines = _lines(message, marks, most)
        if len(marks.whole(lines)) <= room:
            return marks.whole(lines)
    return _fitted(lines, marks, room, has_more=message.more is not None)


def mail_text(message: Told) -> str:
    """The whole message in plain text."""
    return _for_mail(message, Marks())


def mail_body(message: Told) -> Markup:
    """The whole message as the body of a mail in HTML, without the page around it."""
    return finished(_for_mail(message, MailMarks()))


def mail_page(subject_line: str, body: Markup, *, endpoint: str, unsubscribe: str) -> str:
    """The page around it; `unsubscribe` is an address to leave by."""
    template = _environment().get_template("mail.html.j2")
    return template.render(
        subject_line=subject_line, body=body, endpoint=endpoint, unsubscribe=unsubscribe
    )


def _for_mail(message: Told, marks: Marks) -> str:
    """All of it, or as many items of each section as mail programs show without cutting."""
    text = ""
    for most in _MOST_IN_MAIL:
        text = marks.whole(_lines(message, marks, most, whole=True))
        if len(text) <= _ROOM_IN_MAIL:
            break
    return text


def _lines(message: Told, marks: Marks, most: int | None, *, whole: bool = False) -> list[str]:
    data = message.data
    shift = {}
    if isinstance(data, messages.Shifted):
        shift = {
            "trail": subjects.trail(data),
            "verdict": subjects.verdict(data),
            "silent": subjects.is_silent(data),
        }
    digest = message.digest
    rendered = (
        _environment()
        .get_template(f"{message.type}.j2")
        .render(
            m=marks,
            data=data,
            subject_line=message.subject_line,
            digest=digest,
            summary=summary(digest) if digest else (),
            coverage=coverage(digest) if digest else "",
            captions=captions,
            unnamed=UNNAMED,
            most=most,
            whole=whole,
            more=message.more,
            zone=message.zone,
            **shift,
        )
    )
    return [line for line in rendered.splitlines() if line.strip()]


def _fitted(lines: list[str], marks: Marks, room: int, *, has_more: bool) -> str:
    """As many lines as there is room for, and a sign that there were more (the last may say where).

    A single line too long for it is told by its beginning, without any markup.
    """
    end = [str(marks.line("…")), *([lines.pop()] if has_more and len(lines) > 1 else [])]
    for number in range(len(lines), 0, -1):
        text = marks.whole([*lines[:number], *end])
        if len(text) <= room:
            return text
    plain = finished(lines[0]).striptags() if marks.form is Format.HTML else lines[0]
    return str(marks.text(subjects.shortened(plain, room // 3)))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context

    environment = Environment(
        loader=PackageLoader("tracker.delivery.notification"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=pass_context(lambda context, moment: clock(moment, context["zone"])),
        stamp=pass_context(lambda context, moment: stamp(moment, context["zone"])),
        counted=count,
    )
    environment.tests["silent"] = is_silent
    return environment
