"""Users' own texts for messages, checked when they are given so that none fails at night."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from tracker.delivery import messages
from tracker.delivery.notification.escaping import lines_escaped
from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.rendering import Told, told
from tracker.delivery.notification.samples import DIGEST, sample_body, sparse_body
from tracker.delivery.notification.sandbox import (
    TooMuchError,
    compiled,
    known_names,
    names_used,
    plain_values,
)
from tracker.errors import InputError

SUBJECT = "subject"
PARTS = (*(form.value for form in Format), SUBJECT)
_SUFFIXES = {
    ".txt": Format.TEXT.value,
    ".md": Format.MARKDOWN.value,
    ".html": Format.HTML.value,
    ".subject": SUBJECT,
}


@dataclass(frozen=True, slots=True)
class Template:
    """A user's texts by kind: "text", "markdown", "html" and "subject"; any may be missing.

    A service whose format is missing gets the plain text as it would show in its own.
    """

    texts: Mapping[str, str]

    def dumps(self) -> str:
        """As JSON, to be kept."""
        return json.dumps(dict(self.texts), ensure_ascii=False, sort_keys=True)

    def render(self, message: Told, form: Format) -> str | None:
        """The message in that format; None where the template has nothing for it.

        Raises InputError where a template that was sound when it was added fails on this message.
        """
        if form.value in self.texts:
            return _rendered(form.value, self.texts[form.value], message).strip("\n")
        if Format.TEXT.value in self.texts:
            text = _rendered("text", self.texts["text"], message).strip("\n")
            return lines_escaped(text, form)
        return None

    def subject(self, message: Told) -> str | None:
        """Its first line for a mail or a title, None where it has no template for that."""
        if SUBJECT not in self.texts:
            return None
        return " ".join(_rendered(SUBJECT, self.texts[SUBJECT], message).split())


def loads(text: str) -> Template:
    """A template out of what `dumps` made of it."""
    return Template(json.loads(text))


def load_template(
    texts: Mapping[str, str],
    *,
    types: Collection[str] = messages.TYPES,
    form: Format | None = None,
) -> Template:
    """The texts as a template for messages of these types, tried on a sample of each.

    `form` is what the endpoint's service takes; the template must have that or plain text. Raises
    InputError with the kind of text, the line, what is wrong and what is allowed.
    """
    strange = sorted(texts.keys() - set(PARTS))
    if strange or not texts:
        raise InputError(f"template: {strange} are not among {', '.join(PARTS)}.")
    if form and not {form.value, Format.TEXT.value} & texts.keys():
        raise InputError(
            f"template: this service takes {form.value}. Give a template for {form.value} "
            "or one for text, which every service can show."
        )
    kinds = [kind for kind in messages.KINDS if not types or kind.type in types]
    names = known_names(kinds)
    for part, source in texts.items():
        _check(part, source, kinds, names)
    return Template(dict(texts))


def read_template(files: Collection[Path], **rest: Any) -> Template:
    """The same out of files: NAME.txt, NAME.md, NAME.html, NAME.subject; a .j2 behind is fine."""
    texts: dict[str, str] = {}
    for file in files:
        suffix = (file.with_suffix("") if file.suffix == ".j2" else file).suffix
        part = _SUFFIXES.get(suffix)
        if part is None or part in texts:
            raise InputError(
                f"template: {file} must end in one of {', '.join(_SUFFIXES)}, each once."
            )
        try:
            texts[part] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"template: {file} cannot be read ({error}).") from error
    return load_template(texts, **rest)


def _check(
    part: str, source: str, kinds: Collection[type[messages.Data]], names: list[str]
) -> None:
    """InputError where the template is no good for any of the messages."""
    try:
        compiled(source, _form(part))
        unknown = sorted(names_used(source, _form(part)) - set(names))
    except InputError as error:
        raise InputError(f"{part} {error}") from None
    if unknown:
        line = next((at for at, text in enumerate(source.splitlines(), 1) if unknown[0] in text), 1)
        raise InputError(
            f"{part} template line {line}: there is no name {unknown[0]}. "
            f"There are {', '.join(names)}."
        )
    empty = True
    for kind in kinds:
        for body in (sample_body(kind), sparse_body(kind)):
            digest = DIGEST if kind is messages.DigestPublished else None
            rendered = _rendered(part, source, told(body, digest, UTC))
            empty = empty and not rendered.strip()
    if empty:
        raise InputError(f"{part} template: it writes nothing, for any type of message.")


def _rendered(part: str, source: str, message: Told) -> str:
    """The text. Raises InputError that names the type of message and the line."""
    from jinja2 import TemplateError, UndefinedError

    try:
        return str(_compiled(part, source)(_names(message)))
    except UndefinedError as error:
        allowed = ", ".join(known_names([type(message.data)]))
        reason = f"{error.message}. A {message.type} has {allowed}"
        raise InputError(_failed(part, message, error, reason)) from None
    except (TemplateError, TooMuchError) as error:
        raise InputError(_failed(part, message, error, str(error))) from None
    except RecursionError as error:
        raise InputError(_failed(part, message, error, "it is nested too deeply")) from None
    except Exception as error:  # noqa: BLE001 - filters raise what they like over a wrong value
        raise InputError(_failed(part, message, error, f"a value does not fit ({error})")) from None


def _failed(part: str, message: Told, error: BaseException, reason: str) -> str:
    line = _line(error)
    where = f"{part} template line {line}" if line else f"{part} template"
    return f"{where}, for {message.type}: {reason[:1000]}."


def _line(error: BaseException) -> int | None:
    """The template's line where it failed: Jinja writes it into the trace."""
    found, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _names(message: Told) -> dict[str, Any]:
    """What a template knows. Only plain values: methods of ours could do anything."""
    data = plain_values(message.data.model_dump(mode="python"))
    if "digest" in data and message.digest is not None:
        data["digest"] = plain_values(message.digest.model_dump(mode="python"))
    return {
        **data,
        "message": {"id": message.id, "type": message.type, "timestamp": message.timestamp},
        "more": message.more,
        "subject_line": message.subject_line,
        "_zone": message.zone,
    }


def _form(part: str) -> Format:
    return Format.TEXT if part == SUBJECT else Format(part)


@cache
def _compiled(part: str, source: str) -> Any:
    return compiled(source, _form(part))
