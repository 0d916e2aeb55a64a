"""A git repository that holds a page: every commit that changed it saw a version.

The repository may be anybody's. git is only asked to list commits and to print blobs: nothing is
checked out, filtered, signed, fetched or looked up by programs that its configuration names.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.errors import InputError

_SAFE = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "core.fsmonitor="),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.attributesFile=/dev/null"),
)
_LISTED = (
    *("--reverse", "--topo-order", "--format=%H %ct", "--no-color", "--no-mailmap"),
    *("--no-patch", "--no-ext-diff", "--no-textconv", "--no-show-signature"),
)
_TICK = timedelta(microseconds=1)
_CHUNK = 65_536
_PLAIN = (".txt", ".md")


class GitHistory:
    """The versions of the file `path`, counted from the top of `repository`, as `address`'s.

    A version was seen when it was committed (committer's time). Commits of one second are told
    apart by microseconds, in the order of history. Raises InputError where git cannot read it.
    """

    def __init__(self, repository: Path, path: str, address: str, *, max_bytes: int) -> None:
        if "\n" in path or not path.strip("/"):
            raise InputError(f"{path!r} is no path inside a repository.")
        self._repository = repository
        self._path = path.strip("/")
        self._address = address
        self._max_bytes = max_bytes
        self.total = self._count()
        self.name = f"git {repository.resolve()} {self._path} {address}"

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """A step a commit, the first one first; the cursor is its hash."""
        waits = cursor is not None and any(commit == cursor for commit, _ in self._commits())
        with _running(self._repository, "cat-file", "--batch") as (ask, answers):
            for number, (commit, seen) in enumerate(self._commits(), start=1):
                if waits:
                    waits = commit != cursor
                    continue
                ask.write(f"{commit}:{self._path}\n".encode("utf-8", "surrogateescape"))
                ask.flush()
                yield Step(self._item(seen, answers, commit), commit, number)

    def _item(self, seen: datetime | None, answers: IO[bytes], commit: str) -> Recorded | Skipped:
        head = answers.readline().split()
        if len(head) != 3 or not head[2].isdigit():  # noqa: PLR2004 - hash, kind, size
            return Skipped("not there in this commit")
        size = int(head[2])
        wanted = head[1] == b"blob" and size <= self._max_bytes
        body = _read(answers, size + 1, keep=wanted)
        if head[1] != b"blob":
            return Skipped("no file")
        if seen is None:
            return Skipped("no time", f"{commit}: its date is none.")
        if not wanted:
            return Skipped("too large", f"{commit}: {size:,} bytes.")
        plain = self._path.lower().endswith(_PLAIN)
        return Recorded(self._address, seen, body[:-1], "text/plain" if plain else None)

    def _count(self) -> int:
        number = sum(1 for _ in self._commits())
        if not number:
            raise InputError(f"{self._repository}: no commit changed {self._path!r}.")
        return number

    def _commits(self) -> Iterator[tuple[str, datetime | None]]:
        """Hash and time of the commits that changed the file, in the order of history."""
        last = datetime.min.replace(tzinfo=UTC)
        place = ("HEAD", "--", f":(top,literal){self._path}")
        with _running(self._repository, "log", *_LISTED, *place) as (_, lines):
            for line in lines:
                commit, _, seconds = line.decode("ascii").strip().partition(" ")
                at = _moment(seconds)
                if at and at <= last < at + timedelta(seconds=1):
                    at = last + _TICK
                last = at or last
                yield commit, at


@contextmanager
def _running(repository: Path, *arguments: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Pipes into and out of git. Raises InputError with git's own words where it fails."""
    command = ["git", *_SAFE, "-C", str(repository), *arguments]
    with TemporaryFile() as said, ExitStack() as running:
        try:
            git = running.enter_context(
                subprocess.Popen(  # noqa: S603 - no shell, and every word is ours or behind `--`
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    env=_environment(),
                )
            )
        except OSError as error:
            raise InputError(f"git cannot be run ({error}). Is it installed?") from error
        running.callback(git.kill)  # before it is waited for, whatever happens here
        assert git.stdin
        assert git.stdout
        ended = False
        with suppress(BrokenPipeError):  # then it says why
            yield git.stdin, git.stdout
            ended = True
        with suppress(BrokenPipeError):
            git.stdin.close()
        if git.wait() or not ended:
            said.seek(0)
            told = said.read(_CHUNK).decode("utf-8", "replace").strip() or "nothing"
            raise InputError(f"{repository}: git says: {told.splitlines()[0]}")


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read(stream: IO[bytes], size: int, *, keep: bool) -> bytes:
    """The next `size` bytes, or nothing where they are not to be kept."""
    if keep:
        return stream.read(size)
    while size > 0:
        size -= len(stream.read(min(size, _CHUNK))) or size
    return b""


def _environment() -> dict[str, str]:
    """What git may know of its surroundings: nothing that leads elsewhere, or to programs."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
