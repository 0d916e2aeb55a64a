"""`listen`: a small receiver of webhooks, to try them out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.output import console, errors
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.delivery.listener import Received
    from tracker.services.context import Context

NAME = "listen"
"""What the endpoint is called that it adds of itself."""


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(listen)


def listen(
    call: Call,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to; 0: any.")] = 8099,
    host: Annotated[
        str, typer.Option(help="The address to listen on; another than this opens it to others.")
    ] = "127.0.0.1",
    secret: Annotated[
        str | None,
        typer.Option(
            metavar="SECRET",
            help="The secret to check with: whsec_..., env:NAME or file:PATH; else it adds itself"
            " as an endpoint, and removes itself when it ends.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the bodies, too.")] = False,
    count: Annotated[
        int | None, typer.Option(min=1, help="End after so many deliveries.", metavar="N")
    ] = None,
    status: Annotated[
        int,
        typer.Option(
            min=200, max=599, metavar="CODE", help="Answer this, to see what the tracker does."
        ),
    ] = 204,
) -> None:
    """Receive webhooks, check their signatures and print what arrives; until Ctrl+C.

    What is not signed with the secret is refused with 401.
    """
    import signal
    from threading import Event, Thread

    from tracker.bootstrap import utc_now
    from tracker.cli.faces.listening import render_received
    from tracker.delivery.listener import Listener

    done, out, seen = Event(), console(), [0]

    def tell(received: "Received") -> None:
        if count is not None and seen[0] >= count:
            return
        seen[0] += 1
        try:
            render_received(out, received, call.zone, body=as_json)
            sys.stdout.flush()
        except BrokenPipeError as error:
            failed.append(error)
            done.set()
        if seen[0] == count:
            done.set()

    failed: list[BrokenPipeError] = []
    secrets = [] if secret is None else [_looked_up(secret)]
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    with Listener((host, port), secrets, tell, utc_now, status=status) as server:
        address = f"http://{_in_address(host)}:{server.server_port}/"
        with _known_here(call, address, secrets):
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
            errors().print(f"Listening on {address} (Ctrl+C ends it)", style="dim")
            try:
                done.wait()
            finally:
                server.shutdown()
    if failed:
        raise failed[0]


@contextmanager
def _known_here(call: Call, address: str, secrets: list[str]) -> Iterator[None]:
    """While it lasts, deliveries go to `address`; nothing is done where a secret was given."""
    if secrets:
        yield
        return
    with call.open(may_make=True) as context:
        secrets.append(_add(context, address))
        try:
            yield
        finally:
            _remove(context)


def _add(context: "Context", address: str) -> str:
    """Deliver to `address`; the secret that signs it."""
    from tracker.services.delivering.endpoints import Wish, add_endpoint

    added = add_endpoint(context, Wish(address, name=NAME, allow_loopback=True))
    assert added.secret is not None  # one was made, as none was given
    return added.secret


def _remove(context: "Context") -> None:
    from tracker.services.delivering.endpoints import remove_endpoint

    context.projector.catch_up()
    remove_endpoint(context, NAME)


def _looked_up(given: str) -> str:
    """The secret itself. Raises InputError for one that is malformed or not where it is said."""
    from tracker.delivery.references import resolved
    from tracker.delivery.signing import check_secret

    found = resolved(given, "--secret")
    try:
        check_secret(found)
    except InputError:
        raise InputError("--secret is not whsec_ and 24 to 64 bytes of base64.") from None
    return found


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
