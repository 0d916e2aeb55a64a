"""Addresses of notification services: which are taken, and what may be shown of one.

Almost any part of such an address can be a token or a password, so no message repeats any but the
scheme.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Any

from tracker.delivery.notification import services
from tracker.delivery.notification.formats import Format
from tracker.errors import InputError
from tracker.network.addresses import Network, refusal

_SCHEME = re.compile(r"([a-z0-9][a-z0-9+.-]*)://?", re.IGNORECASE)
_MAIL_LINK = re.compile(r"mailtos?:(?!/)", re.IGNORECASE)
_WEB = frozenset({"http", "https"})
_ANOTHER = re.compile(r"(?:\s|[,;|])+[a-z0-9+.-]+://", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
_OPTION = re.compile(r"[?&]([^=&]*)")
_LONGEST = 4096
_LIKE = (
    "mailtos://user:password@smtp.example?to=desk@news.example, slack://..., discord://..., "
    "workflows://... (Teams), matrixs://..., tgram://... (Telegram)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A notification service that messages can be sent to.

    `name` is for people, `shown` what may be told of its address, `format` what messages are made
    in and `limit` how many characters one may have. `service` is Apprise's own object, which knows
    the secrets: it stands in no text or log.
    """

    scheme: str
    name: str
    shown: str
    format: Format
    limit: int
    is_mail: bool
    takes_title: bool
    service: Any = field(repr=False, compare=False)


def is_service_address(address: str) -> bool:
    """Whether the address is one for Apprise and not a webhook's.

    Any scheme but http and https is, sound or not; of those the ones that services hand out
    themselves (https://hooks.slack.com/services/...). Apprise is loaded for such hosts alone.
    """
    if _MAIL_LINK.match(address.strip()):
        return True
    found = _SCHEME.match(address.strip())
    if found and found[1].lower() not in _WEB:
        return True
    host = _HOST.match(address.strip())
    if not host or not services.may_be_native(host[1]):
        return False
    return services.parse(address.strip()) is not None


def check_target(
    address: str, *, allow_loopback: bool = False, allow_networks: Sequence[Network] = ()
) -> Target:
    """The service that an address leads to.

    Where its host is an address itself it must be one that may be connected to; names are checked
    when a connection is made. Raises InputError that says what is wrong and what is allowed.
    """
    address = address.strip()
    scheme = _checked_scheme(address)
    parts = _parsed(address, scheme)
    service = _made(parts, scheme)
    host = str(getattr(service, "smtp_host", None) or getattr(service, "host", None) or "")
    _check_host(scheme, host, allow_loopback=allow_loopback, allowed=allow_networks)
    is_mail, scheme = services.is_mail(service), str(parts["schema"])
    if is_mail:
        _check_mail(service)
    return Target(
        scheme=scheme,
        name=services.name_of(service),
        shown=_mail_shown(service, scheme) if is_mail else f"{scheme}://…",
        format=Format.HTML if is_mail else services.format_of(service),
        limit=int(service.body_maxlen),
        is_mail=is_mail,
        takes_title=services.takes_title(service),
        service=service,
    )


def shown(address: str) -> str:
    """What may be shown of an address: the scheme, for mail also the server and the recipients.

    Raises InputError as `check_target` does, where the host is not at issue.
    """
    return check_target(address, allow_loopback=True, allow_networks=_ANYWHERE).shown


class _Anywhere:
    """A network that holds every address."""

    def __contains__(self, address: object) -> bool:
        return True


_ANYWHERE: Any = (_Anywhere(),)


def _checked_scheme(address: str) -> str:
    """The scheme as the address has it, in lower case."""
    found = _SCHEME.match(address)
    if _MAIL_LINK.match(address):
        raise InputError(f"address: mail needs the server that takes it too, like {_LIKE}.")
    if found is None:
        raise InputError(f"address: it has no scheme. Give one like {_LIKE}.")
    scheme = found[1].lower()
    if _ANOTHER.search(address):
        raise InputError(f"address: {scheme}:// holds several addresses. Add each as an endpoint.")
    if len(address) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise InputError(
            f"address: {scheme}:// has blanks or line breaks inside, or more than {_LONGEST} "
            "characters. Encode a blank as %20."
        )
    if scheme in services.REFUSED:
        raise InputError(f"address: {scheme}:// {services.REFUSED[scheme]}. Use {_LIKE}.")
    if scheme not in _WEB and scheme not in services.schemes():
        raise InputError(f"address: {_unusable(scheme)} Use one like {_LIKE}.")
    _check_options(_OPTION.findall(address), scheme)
    return scheme


def _check_options(options: Iterable[str], scheme: str) -> None:
    for option in options:
        reason = services.REFUSED_OPTIONS.get(option.lower())
        if reason:
            raise InputError(f"address: the option {option.lower()} of {scheme}:// {reason}.")


def _unusable(scheme: str) -> str:
    if services.is_known(scheme):
        return f"{scheme}:// needs a library that is not installed, or is no service of Apprise's."
    near = get_close_matches(scheme, services.schemes(), n=1)
    meant = f" Is {near[0]}:// meant?" if near else ""
    return f"there is no notification service {scheme}://.{meant}"


def _parsed(address: str, scheme: str) -> dict[str, Any]:
    parts = None
    with suppress(Exception):  # whatever it stumbles over, its words may repeat the address
        parts = services.parse(address)
    if parts is None or parts.get("schema") not in services.schemes():
        raise InputError(
            f"address: {scheme}:// is not complete, or not as its service has it. "
            f"See https://appriseit.com/services/ for what it needs."
        )
    _check_options(parts.get("qsd") or (), scheme)  # as Apprise reads them, encoded or not
    return parts


def _made(parts: dict[str, Any], scheme: str) -> Any:
    try:
        return services.make(parts)
    except Exception:  # noqa: BLE001 - its words may repeat the address
        raise InputError(
            f"address: {scheme}:// lacks something, or has something wrong (a token, a recipient, "
            "a channel). See https://appriseit.com/services/ for what it needs."
        ) from None


def _check_host(
    scheme: str, host: str, *, allow_loopback: bool, allowed: Sequence[Network]
) -> None:
    try:
        found = ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError:
        return  # a name, or a token that stands in the place of one
    reason = refusal(found, allow_loopback=allow_loopback, allowed=allowed)
    if reason:
        hint = (
            "give --allow-loopback"
            if reason == "loopback"
            else "name its network in delivery.allow_networks"
        )
        raise InputError(
            f"address: the host of {scheme}:// is {reason}, not on the public internet. "
            f"If that is meant, {hint}."
        )


def _check_mail(service: Any) -> None:
    if not service.targets:
        raise InputError("address: the mail has no recipient. Add one: ?to=desk@news.example.")
    if not service.smtp_host:
        raise InputError("address: the mail has no server. Add one: ?smtp=mail.news.example.")


def _mail_shown(service: Any, scheme: str) -> str:
    """Recipients without their domains: enough to tell one desk from another."""
    names = [f"{address.partition('@')[0]}@…" for _, address in service.targets]
    return f"{scheme}://{service.smtp_host} (to {', '.join(names)})"
