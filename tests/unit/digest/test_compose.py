"""A digest composed of hand-made rows: every section holds what it should."""

import pytest
from pydantic import ValidationError

from tests.unit.digest.builders import (
    article,
    at,
    composed,
    evening,
    figure,
    shift,
    version,
    voice,
)
from tracker.article.reading import Evidence
from tracker.digest.compose import compose
from tracker.digest.material import Material
from tracker.digest.model import (
    Agreement,
    Digest,
    Head,
    Matter,
    Net,
    NoticeLine,
    PresenceLine,
    Scope,
    Window,
)
from tracker.projections.records import FactThread, ShiftRecord
from tracker.understanding.model import Fact, ShiftKind, Side, Topic


def test_an_evening_with_one_change_of_every_sort() -> None:
    """Each change stands in its section, once."""
    digest = composed()
    (figure,) = digest.facts
    assert (figure.matter, figure.net, figure.flips) == (Matter.FIGURE, Net.NOTHING, 2)
    assert [change.net for change in digest.statements] == [Net.CHANGED, Net.WENT]
    assert [change.matter for change in digest.wordings] == [Matter.WORDING]
    assert len(digest.headlines[0].entries) == 3
    assert [line.version for line in digest.notices] == [3]
    assert [line.kind for line in digest.presence] == ["gone", "returned"]
    assert [line.subject for line in digest.unannounced] == ["people rescued", None, "Ida Brandt"]
    assert [len(line.claims) for line in digest.disagreements] == [2]
    assert [line.speaker for line in digest.remarks] == ["Ida Brandt"]
    assert [article.outlet for article in digest.articles] == ["courier.example", "ledger.example"]


def test_every_line_names_outlet_version_and_time() -> None:
    digest = composed()
    for change in (*digest.facts, *digest.statements, *digest.wordings):
        assert change.outlet
        assert all(step.version and step.seen_at.tzinfo for step in change.steps)
        assert all(step.old or step.new for step in change.steps)
    told: list[NoticeLine | PresenceLine] = [*digest.notices, *digest.presence]
    assert all(line.outlet and line.version and line.seen_at.tzinfo for line in told)


def test_outlets_are_held_against_each_other_as_they_stood_at_the_windows_end() -> None:
    """A figure published later does not turn up in the account of an earlier window."""
    rows = evening()
    head = Head(log="log-1", position=40, hash="")
    for window in (Window(until=at(1.5)), Window(upto=25)):
        made = compose(rows, scope=Scope(), window=window, generated_at=at(6), head=head)
        assert made.disagreements == ()
        assert len(made.remarks) == 1


def headline_shift(number: int, old: str, new: str) -> ShiftRecord:
    sides = [Side(text, text, Evidence("headline", 0, len(text))) for text in (old, new)]
    return shift(ShiftKind.REWORDED, *sides, topic=Topic.WORDING, to=number, chain="headline")


def test_a_headlines_way_is_told_once() -> None:
    """The history of headlines shows it, so the wordings do not; its silence is listed still."""
    there, back = headline_shift(2, "Calm", "Storm"), headline_shift(3, "Storm", "Calm")
    versions = version(1, "Calm"), version(2, "Storm"), version(3, "Calm")
    rows = Material(articles=(article(),), versions=versions, shifts=(there, back))
    digest = composed(rows)
    assert digest.wordings == ()
    assert [len(history.entries) for history in digest.headlines] == [3]
    assert [line.subject for line in digest.unannounced] == ["headline", "headline"]
    without_history = Material(articles=(article(),), shifts=(there, back))
    assert len(composed(without_history).wordings) == 1


def test_only_contradictions_are_told_as_differences() -> None:
    """ "At least 30" beside 34 is told in the story's ledger, not as where outlets differ."""

    def thread(subject: str, other: Fact) -> FactThread:
        voices = (
            voice("courier.example", figure("30", 30, qualifier=">=")),
            voice("b.example", other),
        )
        return FactThread(subject, None, None, voices)

    rows = Material(
        articles=(article(), article("b-article", "b.example")),
        versions=(version(1), version(1, of="b-article")),
        threads=(thread("aboard", figure("34", 34)), thread("rescued", figure("9", 9))),
    )
    found = [(line.subject, line.agreement) for line in composed(rows).disagreements]
    assert found == [("rescued", Agreement.DIFFER)]


def test_the_logs_head_goes_into_the_digest() -> None:
    """A log rewritten later contradicts what was published."""
    assert composed().head == Head(log="log-1", position=40, hash="ab" * 32)


def test_the_same_rows_make_the_same_digest_in_any_order() -> None:
    rows = evening()
    turned = Material(
        articles=rows.articles[::-1],
        versions=rows.versions[::-1],
        shifts=rows.shifts[::-1],
        notices=rows.notices[::-1],
        presence=rows.presence[::-1],
        threads=rows.threads,
        remarks=rows.remarks,
    )
    assert composed(turned) == composed(rows)


def test_nothing_known_makes_an_empty_digest() -> None:
    digest = composed(Material())
    assert not any((digest.articles, digest.facts, digest.headlines, digest.unannounced))


@pytest.mark.parametrize(
    ("scope", "title"),
    [
        (Scope(), "Everything tracked"),
        (Scope(kind="outlet", name="courier.example"), "courier.example"),
    ],
)
def test_a_digest_is_titled_after_its_scope(scope: Scope, title: str) -> None:
    head = Head(log="log-1", position=0, hash="")
    made = compose(Material(), scope=scope, window=Window(), generated_at=at(0), head=head)
    assert made.title == title


def test_a_digest_cannot_be_changed_or_widened() -> None:
    """It is a published account: a field it does not know is an error, and so is a new value."""
    digest = composed()
    with pytest.raises(ValidationError):
        digest.title = "other"
    with pytest.raises(ValidationError):
        Digest.model_validate({**digest.model_dump(), "mood": "calm"})
