"""A process that receives webhooks in every way: taken, failed, or never answered."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen


@dataclass(frozen=True)
class Receiver:
    """Where it listens: /good/N takes, /fail/N answers 500, /hang/N never answers."""

    at: str

    def counts(self) -> dict[str, int]:
        """How many deliveries arrived, by the first part of their path."""
        with urlopen(f"http://{self.at}/counts") as answer:
            found: dict[str, int] = json.load(answer)
        return found


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver in a process of its own, so that it takes no time of the one measured."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.receivers"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Receiver(process.stdout.readline().strip())
        finally:
            process.kill()


class _Server:
    def __init__(self) -> None:
        self._counts = {"good": 0, "fail": 0, "hang": 0}

    async def serve(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=500)
        host, port = server.sockets[0].getsockname()
        print(f"{host}:{port}", flush=True)
        await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        kind = head[0].split("/")[1].split(" ")[0]
        lengths = [line for line in head if line.lower().startswith("content-length:")]
        await reader.readexactly(int(lengths[0].split(":")[1]) if lengths else 0)
        if kind == "counts":
            body = json.dumps(self._counts).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return True
        self._counts[kind] += 1
        if kind == "hang":
            await asyncio.sleep(3600)
        status = b"204 No Content" if kind == "good" else b"500 Sorry"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
        return True


if __name__ == "__main__":
    asyncio.run(_Server().serve())
