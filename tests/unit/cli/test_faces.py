"""What commands print: the right words in the right order, and no hostile text at work."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from tests.unit.digest.builders import (
    COURIER,
    START,
    article,
    at,
    evening,
    figure,
    presence,
    remark,
    rescued,
    revised,
    shift,
    side,
    version,
)
from tracker.article.reading import Block, BlockKind, Evidence, Notice, NoticeKind, Reading
from tracker.cli.answers import HeldLook, NoiseLook
from tracker.cli.faces.articles import render_articles
from tracker.cli.faces.assertions import render_facts, render_statements
from tracker.cli.faces.compare import render_revision
from tracker.cli.faces.diff import DiffFormat, render_diff, render_noise
from tracker.cli.faces.endpoints import render_endpoints
from tracker.cli.faces.history import render_history
from tracker.cli.faces.log import brief, render_log
from tracker.cli.faces.reading import render_reading
from tracker.cli.faces.schedules import render_schedules
from tracker.cli.faces.shifts import render_shift_ids, render_shifts
from tracker.cli.faces.show import render_version
from tracker.cli.faces.story import render_stories, render_story
from tracker.cli.faces.watching import render_watched
from tracker.comparing.compare import compare_readings
from tracker.comparing.model import Comparison, Edit, EditKind, Noise, Sentence, WordEdit
from tracker.digest.outlets import remark_lines, thread_lines
from tracker.eventstore.model import RecordedEvent
from tracker.newsroom.selection import Selection
from tracker.projections.records import FactRecord, StatementRecord, StoryRecord
from tracker.reading.noise.substance import NoiseDifference
from tracker.services.scheduling.due import ComingSlot
from tracker.services.scheduling.outlook import Outlook
from tracker.services.scheduling.plans import Plan
from tracker.understanding.model import Revision, Shift, ShiftKind, Topic, Understanding
from tracker.understanding.understand import understand

ZONE = ZoneInfo("America/New_York")
OUTLETS = {COURIER: "courier.example"}
HOSTILE = "[bold red]x[/] \x1b[31m \u202e \x07 \x9b2J"


def printed(render: Callable[..., None], *given: object, width: int = 100, **named: object) -> str:
    """What a face prints into a pipe."""
    console = Console(file=StringIO(), width=width)
    render(console, *given, **named)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def in_order(text: str, *words: str) -> bool:
    """Whether the words stand in the text one after the other."""
    return re.search(".*".join(map(re.escape, words)), text, re.DOTALL) is not None


def paragraphs(*texts: str, headline: str = "Ferry aground") -> Reading:
    return Reading(
        headline=headline, blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    )


def test_articles_are_listed_by_their_latest_change() -> None:
    """Short id, outlet, versions, time, headline; the gone are marked, tags follow."""
    older = article(
        "11111111ff", "ledger.example", last_changed=START, status="gone", tags=("sea",)
    )
    text = printed(render_articles, [older, article("22222222ff")], ZONE)
    assert in_order(text, "22222222", "courier.example", "11111111", "taken down", "#sea")
    assert "22222222ff" not in text


def test_no_articles_says_what_to_type() -> None:
    assert "tracker ingest PATH" in printed(render_articles, [], ZONE)


def test_a_version_is_laid_out_to_be_read() -> None:
    reading = Reading(
        headline="Ferry aground",
        dek="All are safe.",
        bylines=("Ida Brandt", "Tom Aske"),
        published=START,
        notices=(Notice(NoticeKind.UPDATE, "Updated 9 p.m. ET", at(3)),),
        blocks=(
            Block(BlockKind.HEADING, "What is known"),
            Block(BlockKind.PARAGRAPH, "The ferry lies on a sandbank."),
            Block(BlockKind.LIST_ITEM, "52 were aboard"),
            Block(BlockKind.CAPTION, "The ferry at dusk"),
        ),
    )
    text = printed(render_version, reading, ZONE, article(), version(2))
    assert in_order(text, "courier.example", "v2 of 3", "seen 17 Nov 19:00 EST", "Ferry aground")
    assert in_order(
        text, "All are safe.", "By Ida Brandt, Tom Aske", "published 17 Nov 2024, 18:00"
    )
    assert in_order(text, "update", "Updated 9 p.m. ET", "What is known", "• 52 were aboard")


def test_long_text_stays_in_a_column_fit_to_read() -> None:
    text = printed(render_version, paragraphs("word " * 200), ZONE, width=200)
    assert max(map(len, text.splitlines())) <= 88


def test_history_tells_versions_and_takedowns_in_the_order_of_time() -> None:
    """A row says what the version changed and whether that went without a notice."""
    shifts = [
        revised("40", "52", to=2),
        shift(ShiftKind.WITHDRAWN, rescued("7"), None, to=3, chain="b", announced=True),
    ]
    versions = [
        version(1),
        version(2, "Ferry stuck"),
        replace(version(3, "Ferry stuck"), words=312),
    ]
    text = printed(
        render_history,
        article(),
        versions,
        shifts,
        [presence("gone", 1.2), presence("returned", 1.6)],
        ZONE,
    )
    assert in_order(text, "v1", "first seen", "v2", "headline, 1 changed figure", "no notice")
    apart = [HeldLook(version(2).observed_at, True, ("consent wall: it says so",))]
    told = printed(render_history, article(), versions, shifts, [], ZONE, apart, width=160)
    assert in_order(told, "v1", "dismissed: consent wall: it says so", "v3")
    assert in_order(text, "taken down", "brought back", "v3", "312 (+12)", "1 dropped figure")
    assert text.count("no notice") == 1
    assert f"tracker diff {COURIER[:8]} 2..3" in text
    assert f"tracker explain {COURIER[:8]} {shifts[0].id[:8]}" in text


OLD = paragraphs("The coast guard rescued 40 people.", "The sea was calm.", "It was a Sunday.")
NEW = paragraphs("The coast guard rescued 52 people.", "It was a Sunday.", "Nobody was hurt.")


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (
            DiffFormat.INLINE,
            ["¶1 revised", "rescued [-40-]{+52+} people.", "[-The sea was calm.-]"],
        ),
        (DiffFormat.SIDE, ["v1", "v2", "¶1", "rescued [-40-]", "rescued {+52+}"]),
        (
            DiffFormat.UNIFIED,
            ["--- v1\n+++ v2\n@@ ¶1 revised @@\n-The coast", "40 people.\n+The coast", "\n+Nobody"],
        ),
    ],
)
def test_edits_in_three_formats(style: DiffFormat, shown: list[str]) -> None:
    comparison = compare_readings(OLD, NEW)
    text = printed(render_diff, comparison, style, names=("v1", "v2"))
    assert in_order(text, *shown)


def test_a_unified_diff_is_never_wrapped() -> None:
    """It is made to be piped: a paragraph is a line."""
    comparison = compare_readings(paragraphs("one " * 60), paragraphs("two " * 60))
    lines = printed(render_diff, comparison, DiffFormat.UNIFIED, width=80).splitlines()
    assert len([line for line in lines if line.startswith(("-o", "+t"))]) == 2


def test_every_kind_of_edit_says_where_it_stands() -> None:
    """Fields by name, blocks counted from 1; a moved text is shown unmarked."""
    edits = (
        Edit(EditKind.MOVED, "block", "Calm.", "Calm.", (1,), (4,)),
        Edit(EditKind.SPLIT, "block", "A. B.", "A.\n\nB.", (2,), (2, 3)),
        Edit(EditKind.REVISED, "bylines", "Ida", "Tom"),
        Edit(EditKind.ADDED, "dek", None, "All are safe."),
    )
    comparison = Comparison(edits, (), (), (), ())
    for style in DiffFormat:
        text = " ".join(printed(render_diff, comparison, style, width=160).split())
        assert in_order(text, "¶2 → ¶5", "Calm.", "¶3 → ¶3, ¶4", "bylines", "dek", "All are safe.")


def test_noise_is_shown_on_demand_with_its_reason() -> None:
    comparison = Comparison((), (), (Noise("relative time", "5 minutes ago", None),), (), ())
    assert "No difference but noise." in printed(render_diff, comparison)
    look = NoiseLook(START, ("advertisement",), (NoiseDifference("advertisement", "Buy", "Sell"),))
    text = printed(render_noise, comparison.noise, [look], ZONE)
    assert in_order(text, "NOISE  2", "relative time", "5 minutes ago")
    assert in_order(text, "5 minutes ago", "looked at", "EST: advertisement", "Buy  →  Sell")


def test_equal_texts_have_no_difference() -> None:
    assert "No difference." in printed(render_diff, Comparison((), (), (), (), ()))


def test_a_comparison_tells_shifts_before_edits() -> None:
    weak = Shift(ShiftKind.APPEARED, Topic.WORDING, None, side("Late.", "Late."), weight=0.1)
    strong = Shift(ShiftKind.REVISED, Topic.FACT, rescued("40"), rescued("52"), "up", 0.9)
    edits = (Edit(EditKind.ADDED, "dek", None, "All are safe."),)
    noise = (Noise("spaces", "a  b", "a b"),)
    text = printed(render_revision, Revision(edits, (weak, strong), noise, ()))
    assert in_order(text, "SHIFTS  2", "40 people → 52 people", "up", "Late.  new")
    assert in_order(
        text, "+ Late.", "EDITS  1", "dek added", "NOISE  1", "a  b → a b".replace(" → ", "  →  ")
    )


def test_no_shift_is_said() -> None:
    assert "Nothing asserted has changed." in printed(render_shifts, [])


def test_shifts_of_a_diff_are_listed_under_their_short_ids() -> None:
    """The weightiest first; what was not announced is marked."""
    said = remark("We were warned", "Ida Brandt")
    records = [
        revised("40", "52", direction="up"),
        shift(
            ShiftKind.WITHDRAWN,
            side("“We were warned,” she said.", "We were warned", said),
            None,
            topic=Topic.STATEMENT,
            announced=True,
            weight=0.9,
        ),
    ]
    text = printed(render_shift_ids, records)
    assert in_order(text, "Ida Brandt", "statement dropped", "40 people → 52 people", "no notice")
    assert f"  {records[0].id[:8]}  40 people" in text
    assert text.count("no notice") == 1


def test_facts_are_a_table_for_each_version() -> None:
    """Values with what they measure and their sentence; a date shows the day it was resolved to."""
    day = replace(figure("Sunday", 0, unit=None), timex="2024-11-17", timex_type="DATE")
    records = [
        FactRecord("f", COURIER, 2, at(1), fact, f"It was {fact.text} then.", Evidence("dek", 0, 5))
        for fact in (figure("30", 30, qualifier=">="), day)
    ]
    later = replace(records[0], version=3, observed_at=at(2))
    text = printed(render_facts, [*records, later], OUTLETS, ZONE)
    assert in_order(text, "courier.example  v2  17 Nov 19:00 EST", "at least 30 people")
    assert in_order(text, "people rescued", "30 then.", "Sunday (2024-11-17)", "v3", "30 then.")
    assert text.count("courier.example") == 2


def test_a_date_that_is_not_resolved_shows_its_words_alone() -> None:
    vague = replace(figure("last spring", 0, unit=None), timex="2024-SP", timex_type="DATE")
    record = FactRecord("f", COURIER, 2, at(1), vague, "It was last spring.", Evidence("dek", 0, 5))
    assert "2024-SP" not in printed(render_facts, [record], OUTLETS, ZONE)


def test_an_endless_sentence_is_cut_around_its_figure() -> None:
    sentence = "on and " * 20_000 + "forty souls " + "on and " * 20_000
    record = FactRecord(
        "f", COURIER, 1, START, figure("forty", 40), sentence, Evidence("dek", 0, 5)
    )
    text = printed(render_facts, [record], OUTLETS, ZONE)
    assert "forty souls" in " ".join(text.split())
    assert len(text) < 5_000


def test_statements_name_speaker_and_cue() -> None:
    record = StatementRecord(
        "s", COURIER, 2, at(1), remark("We were warned"), "“We were warned.”", Evidence("dek", 0, 5)
    )
    text = printed(render_statements, [record], OUTLETS, ZONE)
    assert in_order(text, "courier.example", "v2", "Ida Brandt", "direct · said", "We were warned")


@pytest.mark.parametrize(
    ("render", "words"),
    [
        (render_facts, "No figures or dates."),
        (render_statements, "No statements."),
    ],
)
def test_an_empty_list_says_so(render: Callable[..., None], words: str) -> None:
    assert words in printed(render, [], OUTLETS, ZONE)


def test_a_story_lines_up_what_its_outlets_say() -> None:
    rows = evening()
    story = StoryRecord("s", "ferry", "The ferry", tuple(row.id for row in rows.articles))
    threads, remarks = thread_lines(rows.threads), remark_lines(rows.remarks)
    text = printed(render_story, story, rows.articles, threads, remarks, ZONE)
    assert in_order(text, "The ferry", "ferry", "courier.example", "3 versions", "ledger.example")
    assert in_order(text, "FACTS  1, 1 differ", "≠ people rescued (northern cape) differ")
    assert in_order(
        text, "at least 61 people", "ledger.example v1", "40 people", "courier.example v3"
    )
    assert in_order(text, "REMARKS", "≠ Ida Brandt differ", "No one stayed behind")


def test_a_story_without_shared_facts_says_so() -> None:
    story = StoryRecord("s", "ferry", "The ferry", ())
    assert "No fact or remark is shared" in printed(render_story, story, [], [], [], ZONE)


def test_stories_are_listed_with_their_articles() -> None:
    story = StoryRecord("s", "ferry", "The [b]ferry[/b]", (COURIER,))
    assert in_order(printed(render_stories, [story]), "ferry", "1", "The [b]ferry[/b]")
    assert "tracker story open NAME" in printed(render_stories, [])


def test_what_is_watched_tells_its_next_look_and_its_trouble() -> None:
    row = {"address": "https://a.example/x", "every": 300, "next_look": at(1), "held_since": None}
    fine = {**row, "missing_since": None, "last_error": None}
    missing = {**row, "missing_since": START, "last_error": "404"}
    held = {**fine, "held_since": START, "held_for": '["consent wall: it says so"]'}
    text = printed(render_watched, [fine, missing, held], ZONE, width=140)
    assert "consent wall" in text
    assert in_order(
        text, "https://a.example/x", "300 s", "17 Nov 19:00 EST", "missing since 17 Nov"
    )
    assert "tracker watch ADDRESS" in printed(render_watched, [], ZONE)


def test_schedules_tell_their_rhythm_and_what_they_are_of() -> None:
    """Times are those of their zones."""
    plan = Plan("morning", "0 7 * * *", "Europe/Berlin", Selection(tag="sea"))
    slot = ComingSlot("2024-11-18T07:00:00", START + timedelta(hours=7))
    views = [
        Outlook(plan, False, 7, None, (slot,)),
        Outlook(plan, False, 7, START, (slot,), late=START),
        Outlook(plan, True, 7, START),
        Outlook(plan, False, 7, None),
    ]
    text = printed(render_schedules, views, width=140)
    assert in_order(text, "morning", "0 7 * * *", "tag sea", "18 Nov 07:00 CET", "not yet")
    assert in_order(text, "due since 18 Nov 00:00 CET", "paused", "never again")
    assert "tracker schedule add NAME" in printed(render_schedules, [])


def test_schedules_that_wait_tell_for_what_and_until_when() -> None:
    plan = Plan("alert", zone="Europe/Berlin", shifts=3, every=900, quiet="22:00-07:00")
    view = Outlook(plan, False, 7, START, waiting=2, waits_until=START + timedelta(hours=7))
    text = printed(render_schedules, [view], width=160)
    assert in_order(text, "after 3 shifts, at most every 15m, never 22:00-07:00", "everything")
    assert in_order(text, "2 of 3 shifts came, waits until 18 Nov 07:00 CET", "18 Nov 00:00 CET")


def test_endpoints_tell_what_waits_for_them_and_what_is_wrong() -> None:
    """Each with what to do about it."""
    noon = datetime(2024, 11, 17, 12, tzinfo=UTC)
    wants: dict[str, object] = {
        "types": [],
        "schedules": [],
        "story": None,
        "outlet": None,
        "tag": None,
    }
    row = {
        "name": "desk",
        "address": "https://desk.example/…",
        "wants": json.dumps(wants | {"kinds": [], "weight": 0.0}),
        "status": "active",
        "reason": None,
        "since": noon,
        "failures": 0,
        "failing_since": None,
        "last_success": noon,
        "last_answer": None,
        "waiting": 2,
        "dead": 0,
    }
    assert in_order(printed(render_endpoints, [row], ZONE), "desk", "everything", "well", "2")
    failing = row | {"failures": 3, "failing_since": noon, "last_answer": "answered 500", "dead": 4}
    text = printed(render_endpoints, [failing], ZONE)
    assert in_order(text, "failing", "takes nothing since", "answered 500", "4 given up", "replay")
    disabled = row | {"status": "disabled", "reason": "it answered 410 Gone"}
    text = printed(render_endpoints, [disabled], ZONE)
    assert in_order(text, "disabled since", "410 Gone", "tracker endpoint resume desk")
    assert "tracker endpoint add ADDRESS" in printed(render_endpoints, [], ZONE)


def test_a_sentence_that_stayed_is_shown_once() -> None:
    """Where only the speaker changed, old and new are one."""
    words = "“Keep clear,” an officer said."
    old, new = (side(words, "Keep clear", remark("Keep clear", who)) for who in ("Ida", "Tom"))
    text = printed(render_shifts, [Shift(ShiftKind.REATTRIBUTED, Topic.STATEMENT, old, new)])
    assert in_order(text, "Ida → Tom", "re-attributed", words)
    assert text.count(words) == 1


def test_a_reading_tells_what_the_text_asserts() -> None:
    sentences = (Sentence("Late.", 0, 5), Sentence("In all 40 were saved.", 6, 27))
    fact = replace(figure("40", 40), start=13, end=15)
    found = Understanding(
        sentences, (fact,), (remark("We were warned"),), (), "de", ("statements",)
    )
    text = printed(render_reading, OLD, ZONE, found)
    assert in_order(text, "Ferry aground", "The sea was calm.", "FIGURES AND DATES  1", "40 people")
    assert in_order(text, "In all 40 were saved.", "STATEMENTS  1", "Ida Brandt")
    assert "Not read (language de): statements" in text


def event(data: dict[str, object] | None, stream: str = "article-" + "ab" * 16) -> RecordedEvent:
    moment = datetime(2024, 11, 17, 23, tzinfo=UTC)
    return RecordedEvent(7, stream, 1, "block.added", 1, data, UUID(int=1), 1, moment)


def test_the_log_is_an_event_a_line() -> None:
    text = printed(render_log, [event({"id": "b1"}), event(None, "story-ferry")], ZONE)
    assert in_order(text, "7", "17 Nov 18:00 EST", "article-abababab ", "block.added", "id b1")
    assert in_order(text, "story-ferry", "erased")


@pytest.mark.parametrize("width", [100, 80])
def test_long_data_leave_position_time_and_type_readable(width: int) -> None:
    """What does not fit is cut at the end of the line."""
    long = event({f"field{number}": "x" * 50 for number in range(9)})
    (_, line) = printed(render_log, [long], ZONE, width=width).splitlines()
    assert in_order(line, "7  ", "17 Nov 18:00 EST", "article-abababab ", "block.added", "field0 x")
    assert line.endswith("…")
    assert len(line) <= width


def test_event_data_are_told_in_short() -> None:
    """Lists by their length, long texts cut."""
    assert brief({"text": "x" * 100, "blocks": [1, 2]}) == f"text {'x' * 59}… · 2 blocks"


def hostile_prints() -> list[str]:
    """Every face with hostile text wherever text can stand."""
    fact = replace(figure("1", 1), text=HOSTILE, subject=HOSTILE, scope=HOSTILE)
    said = remark(HOSTILE, HOSTILE)
    one = side(HOSTILE + " 1", HOSTILE, fact)
    two = side(HOSTILE + " 2", HOSTILE, said)
    shifts = [
        Shift(ShiftKind.REVISED, Topic.FACT, one, two),
        Shift(ShiftKind.APPEARED, Topic.STATEMENT, None, two),
    ]
    row = article(outlet=HOSTILE, address=HOSTILE, headline=HOSTILE, tags=(HOSTILE,))
    reading = Reading(
        headline=HOSTILE,
        dek=HOSTILE,
        bylines=(HOSTILE,),
        section=HOSTILE,
        notices=(Notice(NoticeKind.UPDATE, HOSTILE),),
        blocks=tuple(Block(kind, HOSTILE) for kind in BlockKind),
    )
    words = (WordEdit(HOSTILE, HOSTILE, (0, 5), (0, 5)),)
    edits = (
        Edit(EditKind.REVISED, "block", HOSTILE, HOSTILE, (0,), (0,), words),
        Edit(EditKind.REVISED, "block", HOSTILE, HOSTILE, (0,), (0,)),
        Edit(EditKind.MOVED, "block", HOSTILE, HOSTILE, (0,), (1,)),
    )
    comparison = Comparison(edits, (), (Noise(HOSTILE, HOSTILE, HOSTILE),), (), ())
    look = NoiseLook(START, (HOSTILE,), (NoiseDifference(HOSTILE, HOSTILE, HOSTILE),))
    facts = [FactRecord("f", COURIER, 1, START, fact, HOSTILE, Evidence("dek", 0, 1))]
    statements = [StatementRecord("s", COURIER, 1, START, said, HOSTILE, Evidence("dek", 0, 1))]
    outlets = {COURIER: HOSTILE}
    found = Understanding((), (fact,), (said,), (), HOSTILE, (HOSTILE,))
    story = StoryRecord("s", HOSTILE, HOSTILE, ())
    return [
        printed(render_articles, [row], ZONE),
        printed(render_version, reading, ZONE, row, version(1)),
        printed(render_history, row, [version(1), version(2, HOSTILE)], [], [], ZONE),
        *(
            printed(render_diff, comparison, style, names=(HOSTILE, HOSTILE))
            for style in DiffFormat
        ),
        printed(render_noise, comparison.noise, [look], ZONE),
        printed(render_shifts, shifts),
        printed(render_shift_ids, [shift(ShiftKind.REVISED, one, two)]),
        printed(render_facts, facts, outlets, ZONE),
        printed(render_statements, statements, outlets, ZONE),
        printed(render_reading, reading, ZONE, found),
        printed(render_story, story, [row], [], [], ZONE),
        printed(render_log, [event({HOSTILE: HOSTILE}, HOSTILE)], ZONE),
    ]


def test_no_face_lets_article_text_act() -> None:
    """No escape, bell, control sequence or override of direction gets out; markup is printed."""
    for text in hostile_prints():
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "[bold" in text


def test_what_a_text_asserts_leaves_out_what_tells_nothing() -> None:
    """A time that nobody could look up, and "to comment" behind "declined to comment"."""
    text = "The port was closed recently. The dam held 40 boats. The owner declined to comment."
    shown = printed(render_reading, paragraphs(text), ZONE, understand(text))
    assert in_order(shown, "FIGURES AND DATES  1", "40 boats", "declined to comment")
    assert "\n    to comment" not in shown
