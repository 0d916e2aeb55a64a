"""What tests of deliveries begin with."""

from collections.abc import Iterator

import pytest

from tests.integration.desk import Site, site
from tests.integration.loopback import Loopback
from tests.integration.mailroom import Mailroom, mailroom
from tracker.services.delivering import attempting


@pytest.fixture
def room(sqlite_database: str) -> Iterator[Mailroom]:
    with mailroom(sqlite_database) as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[tuple[Loopback, Site]]:
    with site() as serving:
        yield serving


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits as they are planned, without chance in them."""
    monkeypatch.setattr(attempting, "JITTER", 0.0)
