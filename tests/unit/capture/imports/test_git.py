"""A git repository that holds versions of a page, its maker's tricks included."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.capture.imports.git import GitHistory
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.errors import InputError

ADDRESS = "https://outlet.example/a"
NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


class Repository:
    """One that a test writes."""

    def __init__(self, at: Path) -> None:
        self.at = at
        at.mkdir()
        self.git("init", "-q", "-b", "main", ".")

    def git(self, *arguments: str, when: datetime = NOON) -> str:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        who = {f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")}  # fmt: skip
        dates = {"GIT_COMMITTER_DATE": when.isoformat(), "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
        done = subprocess.run(
            ["git", "-C", str(self.at), *arguments],
            env=clean | who | dates | {"GIT_CONFIG_GLOBAL": "/dev/null"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, hour: float, body: str, path: str = "page.html") -> str:
        (self.at / path).parent.mkdir(parents=True, exist_ok=True)
        (self.at / path).write_text(body)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", when=NOON + timedelta(hours=hour))
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


def steps(repository: Repository, path: str = "page.html", cursor: str | None = None) -> list[Step]:
    return list(GitHistory(repository.at, path, ADDRESS, max_bytes=1_000).steps(cursor))


def versions(found: list[Step]) -> list[tuple[datetime, bytes]]:
    items = [step.item for step in found]
    return [(one.observed_at, one.body) for one in items if isinstance(one, Recorded)]


def test_each_commit_that_changed_the_file_is_a_version(repository: Repository) -> None:
    """Seen when it was committed, not when it was written; other files do not count."""
    repository.commit(0, "a")
    repository.commit(1, "b", "other.html")
    repository.commit(2, "b\n")
    repository.commit(3, "a")
    assert versions(steps(repository)) == [
        (NOON, b"a"),
        (NOON + timedelta(hours=2), b"b\n"),
        (NOON + timedelta(hours=3), b"a"),
    ]


def test_commits_of_one_second_keep_the_order_of_history(repository: Repository) -> None:
    """As a rebase makes them."""
    for body in "abcd":
        repository.commit(0, body)
    found = versions(steps(repository))
    assert [body for _, body in found] == [b"a", b"b", b"c", b"d"]
    assert [seen.microsecond for seen, _ in found] == [0, 1, 2, 3]


def test_a_commit_that_removes_the_file_is_counted(repository: Repository) -> None:
    """It is no version, and what comes after it is."""
    repository.commit(0, "a")
    repository.git("rm", "-q", "page.html")
    repository.git("commit", "-q", "-m", "x", when=NOON + timedelta(hours=1))
    repository.commit(2, "b")
    found = steps(repository)
    assert [body for _, body in versions(found)] == [b"a", b"b"]
    assert found[1].item == Skipped("not there in this commit")


def test_what_is_no_file_or_too_large_is_left(repository: Repository) -> None:
    """A folder in its place; a blob beyond the bound is passed over unread."""
    repository.commit(0, "x" * 1_001)
    repository.commit(1, "b")
    repository.git("rm", "-q", "page.html")
    repository.commit(2, "c", "page.html/inner")
    found = steps(repository)
    reasons = [step.item.reason for step in found if isinstance(step.item, Skipped)]
    assert reasons == ["too large", "no file"]
    assert [body for _, body in versions(found)] == [b"b"]


@pytest.mark.parametrize("path", ["-p", "--output=x", "*.html", "a b/ä.html", "sub/:(top)x", "[x]"])
def test_a_path_is_taken_by_the_letter(repository: Repository, path: str) -> None:
    """Never as an option or a pattern."""
    repository.commit(0, "a", path)
    repository.commit(1, "b", "z.html")
    assert [body for _, body in versions(steps(repository, path))] == [b"a"]


def test_a_bare_repository_and_one_seen_from_below(repository: Repository, tmp_path: Path) -> None:
    """The path counts from the top in both."""
    repository.commit(0, "a", "sub/page.html")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    for at in (tmp_path / "bare.git", repository.at / "sub"):
        reader = GitHistory(at, "sub/page.html", ADDRESS, max_bytes=9)
        assert versions(list(reader.steps(None))) == [(NOON, b"a")]


def test_reading_goes_on_behind_any_cursor(repository: Repository) -> None:
    """One that is not in the history any more begins anew."""
    for hour in range(4):
        repository.commit(hour, str(hour))
    whole = steps(repository)
    for number, step in enumerate(whole, start=1):
        assert steps(repository, cursor=step.cursor) == whole[number:]
    assert steps(repository, cursor="0" * 40) == whole


def test_nothing_that_a_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    """Hooks, monitors, pagers, filters, signature checkers, aliases, fetches of what is missing."""
    repository.commit(0, "a")
    repository.commit(1, "b")
    ran = tmp_path / "ran"
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    script.chmod(0o755)
    for name, value in {
        "core.fsmonitor": script,
        "core.pager": script,
        "core.editor": script,
        "core.sshCommand": script,
        "core.gitProxy": script,
        "core.askPass": script,
        "core.alternateRefsCommand": script,
        "core.hooksPath": tmp_path,
        "pager.log": script,
        "pager.cat-file": script,
        "alias.log": f"!{script}",
        "log.showSignature": "true",
        "gpg.program": script,
        "gpg.format": "openpgp",
        "diff.external": script,
        "diff.evil.textconv": script,
        "diff.evil.command": script,
        "filter.evil.smudge": script,
        "filter.evil.clean": script,
        "filter.evil.process": script,
        "credential.helper": f"!{script}",
        "format.pretty": "%G? %H %ct",
        "log.follow": "true",
        "remote.origin.url": f"ext::{script}",
        "remote.origin.uploadpack": script,
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "protocol.ext.allow": "always",
        "extensions.partialClone": "origin",
    }.items():
        repository.git("config", name, str(value))
    (repository.at / ".gitattributes").write_text("* diff=evil filter=evil\n")
    (repository.at / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil\n")
    blob = repository.git("rev-parse", "HEAD:page.html")
    (repository.at / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = steps(repository)
    assert [body for _, body in versions(found)] == [b"a"]
    assert not ran.exists()


def test_the_surroundings_lead_nowhere_else(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_DIR and the like of whoever calls."""
    repository.commit(0, "a")
    other = Repository(tmp_path / "other")
    other.commit(0, "not this")
    monkeypatch.setenv("GIT_DIR", str(other.at / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/bin/false")
    assert versions(steps(repository)) == [(NOON, b"a")]


def test_a_date_that_is_none_is_told(repository: Repository) -> None:
    """A commit may claim any number of seconds."""
    repository.commit(0, "a")
    raw = repository.git("cat-file", "commit", "HEAD").replace(
        f"{int(NOON.timestamp())} +0000", "99999999999999 +0000"
    )
    (repository.at / "raw").write_text(raw + "\n")
    made = repository.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
    repository.git("update-ref", "refs/heads/main", made)
    (step,) = steps(repository)
    assert isinstance(step.item, Skipped)
    assert step.item.reason == "no time"


def test_what_is_no_repository_or_no_path_of_it_is_told(
    repository: Repository, tmp_path: Path
) -> None:
    """In git's own words, or ours."""
    with pytest.raises(InputError, match="git says"):
        steps(repository)  # without a commit
    repository.commit(0, "a")
    for path, said in [("none.html", "no commit changed"), ("", "no path"), ("a\nb", "no path")]:
        with pytest.raises(InputError, match=said):
            steps(repository, path)
    with pytest.raises(InputError, match="not a git repository"):
        GitHistory(tmp_path, "page.html", ADDRESS, max_bytes=9)
