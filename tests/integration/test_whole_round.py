"""One daemon from a page to a delivered digest, on both databases."""

import json

import pytest
from sqlalchemy import select

from tests.integration.desk import desk, site, story_page
from tests.integration.loopback import Answer
from tracker.delivery.tables import outbox
from tracker.projections.tables import digests
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.wants import Wants
from tracker.services.looks.watching import watch
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import add_schedule


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_version_a_take_down_and_digests_that_are_delivered_in_the_end(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """The endpoint fails first; what it was to get waits for it."""
    database: str = request.getfixturevalue(f"{kind}_database")
    with site() as (server, pages), desk(database) as working:
        pages.answers |= {"/a": story_page(), "/hook": Answer(500)}
        watch(working.context, f"http://{server.at}/a", 3600)
        add_schedule(working.context, Plan("hourly", "0 * * * *", "UTC"))
        wants = Wants(types=("digest.published",))
        wish = Wish(f"http://{server.at}/hook", "desk", allow_loopback=True, wants=wants)
        add_endpoint(working.context, wish)

        def statuses() -> list[str]:
            with working.context.engine.connect() as connection:
                return list(connection.scalars(select(outbox.c.status)))

        working.work()
        pages.answers["/a"] = story_page(12_000)
        working.work(hours=1)
        assert set(statuses()) == {Status.WAITING}
        pages.answers |= {"/a": Answer(404), "/hook": Answer(200)}
        working.work(hours=1)
        working.work(minutes=2)
        assert set(statuses()) == {Status.DELIVERED}
        with working.context.engine.connect() as connection:
            told = list(connection.scalars(select(digests.c.digest).order_by(digests.c.position)))
        assert any(json.loads(digest)["facts"] for digest in told)
        events = [event.type for event in working.context.store.read_all()]
        assert events.count("version.captured") == 2
        assert events.count("article.gone") == 1
        assert working.context.store.verify().ok
