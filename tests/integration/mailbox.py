"""A mail server on the loopback interface, and ones that misbehave."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event, Thread
from typing import Any, Self

from aiosmtpd.controller import Controller


class Mailbox:
    """Serves SMTP while the context lasts; `mails` were taken, `envelopes` say from whom to whom.

    `recipient` and `data` answer each RCPT and DATA, with a line like "451 later"; `server` are
    aiosmtpd's own options. Whoever is called "refused" is always refused.
    """

    def __init__(self, *, recipient: str = "250 OK", data: str = "250 OK", **server: Any) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self._recipient = recipient
        self._data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **server)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def wait(self, count: int, seconds: float = 20) -> None:
        """Until so many mails were taken."""
        until = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < until, f"{len(self.mails)} of {count} mails came"
            time.sleep(0.02)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        del server, session, options
        refused = address.startswith("refused@")
        if not refused and self._recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return "550 no such user" if refused else self._recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        if self._data.startswith("250"):
            self.raw.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self._data


@contextmanager
def misbehaving_server(act: Callable[[socket.socket, Event], None]) -> Iterator[int]:
    """A server that does `act` with each connection until the event is set; gives its port."""
    over = Event()
    server = socket.create_server(("127.0.0.1", 0))
    threads: list[Thread] = []

    def handle(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            act(connection, over)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                thread = Thread(target=handle, args=(connection,), daemon=True)
                threads.append(thread)
                thread.start()

    accepting = Thread(target=serve, daemon=True)
    accepting.start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        accepting.join(5)
        for thread in threads:
            thread.join(5)


def silent(connection: socket.socket, over: Event) -> None:
    """Takes the connection and never says a word."""
    del connection
    over.wait(30)


def dripping(connection: socket.socket, over: Event) -> None:
    """A greeting that never ends, a character at a time."""
    connection.sendall(b"220 ")
    while not over.wait(0.05):
        connection.sendall(b"x")
