"""Published digests are found again as they went out."""

import pytest
from sqlalchemy import insert

from tests.contract.newsroom import room
from tracker.errors import InputError, NotFoundError
from tracker.projections.tables import digests
from tracker.services.scheduling.digests import find_digest, list_digests
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import remove_schedule


def test_digests_are_listed_the_latest_first(database: str) -> None:
    """With what is in them, in short; also of a schedule that was removed since."""
    with room(database) as desk:
        desk.add(Plan("hourly", "0 * * * *"))
        desk.add(Plan("alert", shifts=1))
        desk.write(10_000)
        desk.publish("hourly", "2026-06-01T09:00")
        desk.write(11_000)
        desk.publish("alert")
        remove_schedule(desk.context, "hourly")
        alert, hourly = list_digests(desk.context, None, 10)
        assert (alert.schedule, hourly.schedule) == ("alert", "hourly")
        assert alert.summary == ("1 figure changed, without a notice",)
        assert (hourly.local, hourly.summary) == ("2026-06-01T09:00:00", ("Nothing shifted",))
        assert list_digests(desk.context, "Hourly", 10) == [hourly]
        assert list_digests(desk.context, None, 1) == [alert]
        with pytest.raises(NotFoundError, match="nothing was published under the name 'x'"):
            list_digests(desk.context, "x", 10)
        with pytest.raises(NotFoundError, match="Did you mean 'hourly'"):
            list_digests(desk.context, "hurly", 10)


def test_a_digest_is_found_by_the_beginning_of_its_id(database: str) -> None:
    """As it went out: what was recorded since has no part in it."""
    with room(database) as desk:
        desk.add(Plan("hourly", "0 * * * *"))
        desk.write(10_000)
        made = desk.publish("hourly", "2026-06-01T09:00") and list_digests(desk.context, None, 1)[0]
        assert made
        desk.write(11_000)
        found = find_digest(desk.context, made.id[:4])
        assert found == (made.id, desk.digests()[0])
        assert find_digest(desk.context, made.id.upper()) == found
        assert found[1].articles[0].versions == (1,)


@pytest.mark.parametrize("wanted", ["", "abc", "ffff", "____", "%%%%", "nothing", "\0\0\0\0"])
def test_an_id_that_is_none_is_told(database: str, wanted: str) -> None:
    with room(database) as desk:
        desk.add(Plan("hourly", "0 * * * *"))
        desk.publish("hourly", "2026-06-01T09:00")
        with pytest.raises(NotFoundError, match="no digest has the id"):
            find_digest(desk.context, wanted)


def test_an_id_that_is_too_short_names_those_that_begin_so(database: str) -> None:
    with room(database) as desk:
        desk.add(Plan("hourly", "0 * * * *"))
        made = desk.published("hourly") or desk.publish("hourly", "2026-06-01T09:00")
        assert made
        with desk.context.engine.begin() as connection:
            row = dict(connection.execute(digests.select()).mappings().one())
            for number in (1, 2):
                other = {"id": f"abcd{number}" + "0" * 27, "position": 1000 + number}
                connection.execute(insert(digests).values(row | other))
        with pytest.raises(InputError, match=r"several .* 'abcd': abcd1000.* \(hourly\), abcd2"):
            find_digest(desk.context, "abcd")
