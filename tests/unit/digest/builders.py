"""Hand-made rows of a story told by two invented outlets."""

from datetime import UTC, datetime, timedelta

from tracker.article.reading import Evidence, Notice, NoticeKind
from tracker.digest.compose import compose
from tracker.digest.material import Material
from tracker.digest.model import Digest, Head, Scope, Window
from tracker.projections.records import (
    ArticleRecord,
    FactThread,
    FactVoice,
    NoticeRecord,
    PresenceRecord,
    RemarkThread,
    ShiftRecord,
    StatementVoice,
    VersionRecord,
)
from tracker.understanding.model import (
    Fact,
    FactKind,
    Shift,
    ShiftKind,
    Side,
    Statement,
    StatementKind,
    Topic,
)

START = datetime(2024, 11, 17, 23, 0, tzinfo=UTC)
COURIER, LEDGER = "courier-article", "ledger-article"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def article(
    id_: str = COURIER, outlet: str = "courier.example", **changed: object
) -> ArticleRecord:
    row: dict[str, object] = {
        "id": id_,
        "outlet": outlet,
        "address": f"https://{outlet}/{id_}",
        "headline": "Ferry runs aground off the northern cape",
        "status": "live",
        "versions": 3,
        "first_seen": START,
        "last_changed": at(2),
    }
    return ArticleRecord(**{**row, **changed})  # type: ignore[arg-type]


def version(
    number: int,
    headline: str = "Ferry runs aground",
    *,
    of: str = COURIER,
    hours: float | None = None,
    image: str | None = None,
) -> VersionRecord:
    seen = at(number - 1 if hours is None else hours)
    return VersionRecord(
        article=of,
        number=number,
        commit=f"commit-{of}-{number}",
        observed_at=seen,
        recorded_at=seen,
        position=number * 10,
        headline=headline,
        published=START,
        modified=None,
        words=300,
        image=image,
    )


def figure(text: str, value: float | None, **changed: object) -> Fact:
    row: dict[str, object] = {
        "kind": FactKind.QUANTITY,
        "text": text,
        "value": value,
        "low": None,
        "high": None,
        "qualifier": "=",
        "change": None,
        "unit": "person",
        "dimension": None,
        "subject": "people rescued",
        "scope": None,
        "timex": None,
        "timex_type": None,
        "start": 0,
        "end": len(text),
    }
    return Fact(**{**row, **changed})  # type: ignore[arg-type]


def remark(text: str, speaker: str | None = "Ida Brandt") -> Statement:
    return Statement(StatementKind.DIRECT, text, ((0, len(text)),), speaker, None, "said", None)


def side(sentence: str, words: str, item: Fact | Statement | Notice | None = None) -> Side:
    return Side(words, sentence, Evidence("block:0", 0, len(sentence)), item)


def rescued(number: str) -> Side:
    """A side that asserts how many were rescued."""
    value = int(number.replace(",", ""))
    return side(f"The coast guard rescued {number} people.", number, figure(number, value))


def shift(
    kind: ShiftKind,
    old: Side | None,
    new: Side | None,
    *,
    topic: Topic = Topic.FACT,
    to: int = 2,
    of: str = COURIER,
    chain: str = "rescued",
    announced: bool = False,
    weight: float = 0.5,
    direction: str | None = None,
) -> ShiftRecord:
    return ShiftRecord(
        id=f"{of}-{chain}-{to}",
        article=of,
        old_version=to - 1,
        new_version=to,
        observed_at=at(to - 1),
        position=to * 10,
        announced=announced,
        chain=chain,
        shift=Shift(kind, topic, old, new, direction, weight, ("made by hand",)),
    )


def revised(old: str, new: str, **rest: object) -> ShiftRecord:
    """The number of the rescued revised from `old` to `new`."""
    return shift(ShiftKind.REVISED, rescued(old), rescued(new), **rest)  # type: ignore[arg-type]


def notice(
    text: str, number: int, kind: NoticeKind = NoticeKind.CORRECTION, *, of: str = COURIER
) -> NoticeRecord:
    return NoticeRecord(of, number, at(number - 1), Notice(kind, text, stated_at=at(number - 1)))


def presence(kind: str, hours: float, position: int = 25) -> PresenceRecord:
    return PresenceRecord(COURIER, kind, at(hours), position)


def voice(outlet: str, fact: Fact, *, number: int = 1, hours: float = 0) -> FactVoice:
    sentence = f"In all {fact.text} were brought ashore."
    return FactVoice(
        f"{outlet.partition('.')[0]}-article", outlet, number, at(hours), sentence, fact
    )


def quoted(outlet: str, text: str) -> StatementVoice:
    sentence = f"“{text}” Ms. Brandt said."
    return StatementVoice(
        f"{outlet.partition('.')[0]}-article", outlet, 1, START, sentence, remark(text)
    )


def composed(material: Material | None = None, title: str = "Ferry aground") -> Digest:
    """The digest of the evening, or of other material."""
    return compose(
        evening() if material is None else material,
        scope=Scope(kind="story", name="ferry"),
        window=Window(since=START, until=at(5)),
        generated_at=at(6),
        head=Head(log="log-1", position=40, hash="ab" * 32),
        title=title,
    )


def evening() -> Material:
    """An evening with one change of every sort."""
    return Material(
        articles=(article(), article(LEDGER, "ledger.example", status="gone")),
        versions=(
            version(1),
            version(2, "Ferry stuck on a sandbank"),
            version(3),
            version(1, "Ferry aground, all safe", of=LEDGER),
        ),
        shifts=(
            revised("40", "52", to=2, weight=0.9, direction="up"),
            revised("52", "40", to=3, weight=0.9, direction="down", announced=True),
            *_remarks(),
            shift(
                ShiftKind.REVISED,
                side("The captain was aware of the warning.", "was aware"),
                side("The captain was not aware of the warning.", "was not aware"),
                topic=Topic.WORDING,
                chain="wording-1",
                weight=0.8,
            ),
        ),
        notices=(notice("Correction: an earlier version misstated the number rescued.", 3),),
        presence=(presence("gone", 1.2), presence("returned", 1.6, 26)),
        threads=(
            FactThread(
                "people rescued",
                "northern cape",
                "person",
                (
                    voice("courier.example", figure("40", 40), number=3, hours=2),
                    voice("ledger.example", figure("61", 61, qualifier=">=")),
                ),
            ),
        ),
        remarks=(
            RemarkThread(
                "Ida Brandt",
                (
                    quoted("courier.example", "Nobody was left on board."),
                    quoted("ledger.example", "No one stayed behind on the ship."),
                ),
            ),
        ),
    )


def _remarks() -> tuple[ShiftRecord, ...]:
    told = "“We were warned at noon,” the harbour master, Ida Brandt, said."
    retold = "“We were warned at dusk,” the harbour master, Ida Brandt, said."
    gone = "“I would do it again,” said Tom Aske, the pilot."
    return (
        shift(
            ShiftKind.REWORDED,
            side(told, "We were warned at noon,", remark("We were warned at noon,")),
            side(retold, "We were warned at dusk,", remark("We were warned at dusk,")),
            topic=Topic.STATEMENT,
            chain="brandt",
            weight=0.7,
        ),
        shift(
            ShiftKind.WITHDRAWN,
            side(gone, "I would do it again,", remark("I would do it again,", "Tom Aske")),
            None,
            topic=Topic.STATEMENT,
            chain="aske",
            to=3,
            announced=True,
            weight=0.6,
        ),
    )
