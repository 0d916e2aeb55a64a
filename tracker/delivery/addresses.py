"""Where an endpoint's address leads, and what of it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.delivery.notification import Format, check_target, is_service_address
from tracker.errors import InputError
from tracker.network.addresses import Network
from tracker.network.client import check_address
from tracker.network.guard import is_this_machine, refuse_literal

Kind = Literal["webhook", "notification"]


@dataclass(frozen=True, slots=True)
class Target:
    """`host` names it in messages; `shown` is the address without what may be a secret in it.

    `form` is the kind of text that a notification's service takes.
    """

    kind: Kind
    host: str
    shown: str
    form: Format | None = None


def target_of(
    address: str, *, allow_loopback: bool = False, allow_networks: Sequence[Network] = ()
) -> Target:
    """Where an address leads: a webhook, or a notification by a service that Apprise knows.

    `allow_networks` holds for notifications. Raises InputError for an address that cannot be
    delivered to, without repeating what of it may be a secret.
    """
    scheme = address.partition("://")[0].casefold()
    if scheme in {"http", "https"} and not is_service_address(address):
        return _webhook(address, allow_loopback=allow_loopback)
    if "://" not in address:
        raise InputError(
            "address: it has no scheme. Give https://... for a webhook, mailto://... for mail,"
            " slack://... and the like for other services."
        )
    found = check_target(address, allow_loopback=allow_loopback, allow_networks=allow_networks)
    return Target("notification", found.name, found.shown, found.format)


def _webhook(address: str, *, allow_loopback: bool) -> Target:
    url = check_address(address, "address: what is given")
    refuse_literal(url.host, allow_loopback=allow_loopback)
    if url.scheme != "https" and not (allow_loopback and is_this_machine(url.host)):
        raise InputError(
            f"address: {url.host} must be given with https://; what goes over plain http can be"
            " read and changed on the way. (--allow-loopback allows http on this very machine.)"
        )
    port = f":{url.port}" if url.port else ""
    path = "/…" if url.raw_path not in {b"", b"/"} else "/"
    return Target("webhook", url.host, f"{url.scheme}://{url.host}{port}{path}")
