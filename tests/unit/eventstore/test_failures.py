"""The drivers' errors, told as ours."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import IntegrityError as Refused
from sqlalchemy.exc import InvalidRequestError, OperationalError

from tracker.capture.tables import watches
from tracker.delivery.tables import endpoint_keys
from tracker.errors import ConflictError, DatabaseError, IntegrityError, TrackerError
from tracker.eventstore.engine import database_url, make_engine, writing
from tracker.eventstore.failures import told_as_ours


@pytest.mark.parametrize(
    ("error", "ours", "says"),
    [
        (sqlite3.OperationalError("database is locked"), DatabaseError, "busy"),
        (sqlite3.OperationalError("no such table: events"), DatabaseError, "lacks a table"),
        (
            sqlite3.OperationalError("disk I/O error"),
            DatabaseError,
            "until it can be written again",
        ),
        (
            sqlite3.OperationalError("database or disk is full"),
            DatabaseError,
            "until there is space",
        ),
        (sqlite3.DatabaseError("database disk image is malformed"), IntegrityError, "damaged"),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), ConflictError, "came between"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["driver", "sqlalchemy"])
def test_each_becomes_an_error_of_the_tracker(
    error: sqlite3.Error, ours: type[TrackerError], says: str, wrapped: bool
) -> None:
    """Whether SQLAlchemy or the driver's own cursor raised it; the database is named."""
    with pytest.raises(ours, match=rf"log\.db.*{says}"), told_as_ours("log.db"):
        raise OperationalError("SELECT 1", {}, error) if wrapped else error


def test_a_server_whose_disk_is_full_says_the_same_in_any_language() -> None:
    """By its code (SQLSTATE 53100)."""
    psycopg = pytest.importorskip("psycopg")
    with pytest.raises(DatabaseError, match="until there is"), told_as_ours("news"):
        raise psycopg.errors.DiskFull("konnte Datei nicht erweitern")


def test_sqlalchemys_own_errors_are_told_too() -> None:
    with pytest.raises(DatabaseError, match=r"log\.db failed"), told_as_ours("log.db"):
        raise InvalidRequestError("no rows")


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), told_as_ours("log.db"):
        raise ZeroDivisionError


class TestEveryConnection:
    """Of an engine of ours, whoever uses it for what."""

    @pytest.fixture
    def path(self, sqlite_database: str) -> str:
        return sqlite_database

    @pytest.fixture
    def engine(self, path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
        monkeypatch.setattr("tracker.eventstore.engine.BUSY_MILLISECONDS", 1)
        made = make_engine(database_url(path))
        yield made
        made.dispose()

    @pytest.fixture
    def held(self, path: str) -> Iterator[None]:
        """Another program writes, and does not come to an end."""
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()

    @pytest.mark.usefixtures("held")
    def test_a_busy_database_is_told_where_a_transaction_begins(self, engine: Engine) -> None:
        with pytest.raises(DatabaseError, match=r"log\.db is busy"), writing(engine).begin():
            """Never reached."""

    @pytest.mark.usefixtures("held")
    def test_a_busy_database_is_told_where_a_statement_writes(self, engine: Engine) -> None:
        with pytest.raises(DatabaseError, match=r"log\.db is busy"), engine.begin() as connection:
            connection.execute(delete(watches))

    def test_a_file_that_cannot_be_opened_is_told(self, tmp_path: Path) -> None:
        engine = make_engine(database_url(str(tmp_path)))
        with pytest.raises(DatabaseError, match="cannot be used"), engine.connect():
            """Never reached."""

    def test_a_refused_row_is_for_the_writer_to_judge(self, engine: Engine) -> None:
        """And what it held is not in the message: it may be a secret."""
        row = {"endpoint": "e", "secret": "whsec_c2VjcmV0", "address": ""}
        with pytest.raises(Refused) as refused, engine.begin() as connection:
            connection.execute(insert(endpoint_keys), [row, row])
        assert "whsec_c2VjcmV0" not in str(refused.value)
