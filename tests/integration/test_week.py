"""A week of an eventful outlet, left to the tracker alone: each change once, each oddity named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.integration.desk import NOON, Desk, Hand, desk, looks
from tests.integration.estuary import HTML, Estuary, Story, Text, hour
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.capture.tables import captures, sources, watches
from tracker.discovery.model import Kind
from tracker.projections.queries import (
    Among,
    Span,
    article_records,
    presence_records,
    version_records,
)
from tracker.projections.records import ArticleRecord, VersionRecord
from tracker.projections.shifted import shift_records
from tracker.services.keeping.verifying import verify_all
from tracker.services.lists.sources import add_source

DAY = 24

BRIDGE = Text(
    "Bridge to close for 12 weeks",
    """The iron bridge over the estuary will close for 12 weeks from the first of February, the
county said on Sunday, because its bearings are worn and two of them have cracked.

Some 9,400 vehicles cross it on a weekday, according to the county's own count, and the way
round by the upper bridge is 31 kilometres longer for those who live on the coast.

“We have put this off for as long as it was safe,” said Ingrid Vale, who leads the roads
department, at a meeting in the town hall that lasted until midnight.

Repairs will cost 4.2 million crowns, a third of which the ministry is to pay.""",
)
FERRY = Text(
    "Ferry to run at night while bridge is closed",
    """A ferry will cross the estuary at night for as long as the iron bridge is closed, the harbour
board decided on Monday, and the county is to pay for the crews.

It will carry 40 cars and 120 people on each crossing, every hour from ten in the evening until
five in the morning, and it will cost nothing to those who live on the coast.

Those who work shifts at the cannery had asked for it in a letter with 612 names.""",
    caption="The ferry at the north quay, where it is to land.",
)
SCHOOL = Text(
    "School roof was known to leak",
    """The council had known for three years that the roof of the harbour school leaks, according
to a report that it kept to itself until a parent asked for it last week.

The report names 14 rooms in which pupils should not be taught when it rains for long, and puts
the cost of a new roof at 1.1 million crowns.

Nobody in the council would say on Tuesday who had read it, and when.""",
    caption="Buckets in the hall of the harbour school.",
)


def changed(text: Text, old: str, new: str) -> Text:
    """The text with one thing said differently, wherever it stands."""
    said = text.headline, " ".join(text.body.split(" ")), text.caption
    assert any(old in part for part in said)
    return Text(*(part.replace(old, new) for part in said))


BRIDGE_LONGER = changed(BRIDGE, "12 weeks", "15 weeks")
BRIDGE_COST = changed(BRIDGE_LONGER, "4.2 million", "4.8 million")
BRIDGE_SOFTER = changed(BRIDGE_COST, "as long as it was safe", "longer than we should have")
FERRY_CARS = changed(FERRY, "40 cars", "36 cars")
FERRY_QUAY = changed(FERRY_CARS, "north quay", "south quay")
SCHOOL_ROOMS = changed(SCHOOL, "14 rooms", "17 rooms")

BRIDGE_EDITS = ((2.0, BRIDGE_LONGER), (9.0, BRIDGE_COST), (3 * DAY, BRIDGE_SOFTER))
FERRY_EDITS = ((8.0, FERRY_CARS), (30.0, FERRY_QUAY))
SCHOOL_EDITS = ((20.0, SCHOOL_ROOMS),)


def filler(number: int) -> Story:
    """An article that is never edited."""
    text = Text(
        f"Harbour notes, number {number}",
        f"""In the {number}th week of the season {30 + number} boats landed at the north quay, one
more than in the week before, and most of what they brought was sold to the cannery.

The harbour master counted {4 + number} visitors' boats at the pontoons on Saturday.""",
        f"The pontoons in week {number}.",
    )
    return Story(f"/harbour/harbour-notes-number-{number}", NOON + hour(16 * number + 1), text)


@dataclass
class Week:
    """The outlet, what it was asked, and the tracker that watched it."""

    outlet: Estuary
    server: Loopback
    desk: Desk
    asked_at: list[datetime] = field(default_factory=list)

    def pass_until(self, end: datetime) -> None:
        """Let the daemon do what is due, when it is due."""
        while (due := self._next_due()) is not None and due < end:
            self.desk.clock.now = max(self.desk.clock.now, due)
            before = len(self.server.asked)
            self.desk.daemon.work_once()
            self.asked_at += [self.desk.clock.now] * (len(self.server.asked) - before)
        self.desk.clock.now = end

    def _next_due(self) -> datetime | None:
        with self.desk.context.engine.connect() as connection:
            found = [
                connection.scalar(select(func.min(table.c.next_look)))
                for table in (watches, sources)
            ]
        return min((at for at in found if at), default=None)

    def article(self, path: str) -> ArticleRecord:
        with self.desk.context.engine.connect() as connection:
            records = article_records(connection, Among())
        return next(record for record in records if record.address.endswith(path))

    def versions(self, path: str) -> list[VersionRecord]:
        with self.desk.context.engine.connect() as connection:
            return version_records(connection, Among(ids=(self.article(path).id,)))

    def delays(self, path: str, story: Story) -> list[timedelta]:
        """How long after each edit the version that holds it was seen."""
        seen = [version.observed_at for version in self.versions(path)][1:]
        made = [story.published + hour(hours) for hours, _ in story.edits]
        return [at - edit for at, edit in zip(seen, made, strict=True)]

    def outcomes(self, path: str) -> dict[str, int]:
        """How many looks at an article came to what."""
        with self.desk.context.engine.connect() as connection:
            query = (
                select(captures.c.outcome, func.count().label("looks"))
                .where(captures.c.article == self.article(path).id)
                .group_by(captures.c.outcome)
            )
            return {row.outcome: row.looks for row in connection.execute(query)}


BUDGET = 90  # looks an hour
END = NOON + timedelta(days=7)

BRIDGE_STORY = Story("/council/bridge-to-close", NOON - hour(0.2), BRIDGE, BRIDGE_EDITS)
FERRY_STORY = Story("/harbour/ferry-to-run-at-night", NOON + hour(22), FERRY, FERRY_EDITS)
SCHOOL_STORY = Story("/council/school-roof-leaks", NOON + hour(46), SCHOOL, SCHOOL_EDITS)
MOVED_TO = "/harbour/ferry-timetable-for-the-night"
GONE = NOON + timedelta(days=4), NOON + timedelta(days=5)
CONSENT = NOON + hour(26), NOON + hour(29)
OUTAGE = NOON + timedelta(days=5, hours=12), NOON + timedelta(days=5, hours=15)
MOVED = NOON + timedelta(days=6), END


def consent_wall(_asked: Asked) -> Answer:
    return Answer(
        200,
        HTML,
        b"""<html lang="en"><head><title>Estuary Times</title></head><body><div class="consent">
<h1>Before you continue</h1><p>We and our 612 partners store and access information on your device,
such as cookies, to show you personalised advertisements. You can accept all of it or manage your
choices; you can withdraw your consent at any time.</p><button>Accept all</button>
<button>Manage options</button></div></body></html>""",
    )


def gone(_asked: Asked) -> Answer:
    return Answer(410, HTML, b"<html><body><h1>Gone</h1></body></html>")


def overloaded(_asked: Asked) -> Answer:
    return Answer(503, {"Retry-After": "3600"}, b"")


def moved(_asked: Asked) -> Answer:
    return Answer(301, {"Location": MOVED_TO})


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """The whole week, lived through once."""
    clock = Hand(NOON)
    later = Story(MOVED_TO, FERRY_STORY.published, FERRY_QUAY)
    outlet = Estuary(
        clock, [BRIDGE_STORY, FERRY_STORY, SCHOOL_STORY, *map(filler, range(9)), later]
    )
    outlet.unlisted = {MOVED_TO}
    outlet.troubles = [
        (BRIDGE_STORY.path, *CONSENT, consent_wall),
        (SCHOOL_STORY.path, *GONE, gone),
        ("/", *OUTAGE, overloaded),
        (FERRY_STORY.path, *MOVED, moved),
    ]
    database = str(tmp_path_factory.mktemp("week") / "log.db")
    with Loopback(outlet) as server, desk(database, clock, budget=BUDGET) as at_work:
        outlet.at = server.at
        add_source(at_work.context, f"http://{server.at}/feed.xml", Kind.FEED)
        lived = Week(outlet, server, at_work)
        lived.pass_until(END)
        yield lived


@pytest.mark.parametrize("story", [BRIDGE_STORY, FERRY_STORY, SCHOOL_STORY], ids=lambda s: s.path)
def test_every_edit_is_a_version_and_nothing_else_is(week: Week, story: Story) -> None:
    """Under an advertisement, a counter, a token and a relative time that change every time."""
    delays = week.delays(story.path, story)
    assert all(timedelta() <= delay <= hour(8) for delay in delays), delays


def test_what_was_never_edited_has_one_version(week: Week) -> None:
    for number in range(9):
        assert len(week.versions(filler(number).path)) == 1


def test_the_figures_that_moved_are_told(week: Week) -> None:
    """And no others: nothing of the noise, the wall, the gap or the move."""
    with week.desk.context.engine.connect() as connection:
        found = shift_records(connection, Among(), Span())
    told = {
        (record.shift.old.text, record.shift.new.text)
        for record in found
        if record.shift.topic == "fact" and record.shift.old and record.shift.new
    }
    assert {("40", "36"), ("14", "17")} <= told
    figures = " ".join(f"{old} {new}" for old, new in told)
    assert not any(noise in figures for noise in ("shops", "shares", "minutes", "partners", "612"))


def test_the_consent_wall_was_held_and_dismissed(week: Week) -> None:
    assert week.outcomes(BRIDGE_STORY.path).get("dismissed", 0) >= 1
    assert "suspected" not in week.outcomes(BRIDGE_STORY.path)


def test_the_take_down_and_the_return_are_recorded_once(week: Week) -> None:
    with week.desk.context.engine.connect() as connection:
        found = presence_records(connection, Among(), Span())
    assert [(record.kind, record.article) for record in found] == [
        ("gone", week.article(SCHOOL_STORY.path).id),
        ("returned", week.article(SCHOOL_STORY.path).id),
    ]
    assert GONE[0] <= found[0].observed_at <= GONE[0] + hour(12)


def test_the_move_kept_the_article(week: Week) -> None:
    """One article, found at both addresses, and watched at the new one."""
    with week.desk.context.engine.connect() as connection:
        articles = article_records(connection, Among())
        addresses = set(connection.scalars(select(watches.c.address)))
    assert sum("ferry" in article.address for article in articles) == 1
    assert any(address.endswith(MOVED_TO) for address in addresses)
    assert not any(address.endswith(FERRY_STORY.path) for address in addresses)


def test_an_article_stays_watched_after_its_feed_drops_it(week: Week) -> None:
    with week.desk.context.engine.connect() as connection:
        addresses = set(connection.scalars(select(watches.c.address)))
    assert any(address.endswith(BRIDGE_STORY.path) for address in addresses)
    assert len(addresses) == 12


def test_the_budget_was_kept(week: Week) -> None:
    """In any hour; and what never changes was looked at less and less."""
    times = week.asked_at
    for start, at in enumerate(times):
        assert sum(at <= later < at + hour(1) for later in times[start : start + 200]) <= BUDGET + 1
    last_day = [asked for asked in looks(week.server)[-200:] if filler(0).path in asked.path]
    assert len(last_day) <= 30


def test_the_log_holds(week: Week) -> None:
    assert verify_all(week.desk.context).ok
