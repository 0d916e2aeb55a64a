"""One message of every type, to try templates on; every field is filled somewhere."""

from datetime import UTC, datetime
from typing import Any, get_args

from tracker.article.reading import NoticeKind
from tracker.delivery import messages
from tracker.digest.model import (
    Agreement,
    ArticleLine,
    Change,
    Claim,
    Digest,
    Head,
    HeadlineEntry,
    HeadlineHistory,
    ImageLine,
    Matter,
    Net,
    NoticeLine,
    PresenceLine,
    Quote,
    RemarkLine,
    Scope,
    Step,
    ThreadLine,
    Unannounced,
    Window,
)
from tracker.understanding.model import ShiftKind

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
_OUTLET = "courier.example"
_HEADLINE = "Ferry runs aground off the northern cape"
_OLD = Quote(text="The coast guard rescued 40 people.", marks=((24, 26),))
_NEW = Quote(text="The coast guard rescued 52 people.", marks=((24, 26),))
_ARTICLE = messages.About(
    id="6f1c",
    outlet=_OUTLET,
    address="https://courier.example/ferry",
    headline=_HEADLINE,
    status="live",
    stories=("ferry",),
    tags=("sea",),
)
_NOTICE = "Correction: an earlier version misstated the number of people rescued."


def sample(kind: type[messages.Data]) -> messages.Data:
    """A message of that type."""
    return _SAMPLES[kind]


def sample_body(kind: type[messages.Data]) -> dict[str, Any]:
    """The same as the JSON that is delivered."""
    return {
        "id": "msg_sample",
        "type": kind.type,
        "timestamp": NOON.isoformat(),
        "data": sample(kind).model_dump(mode="json"),
    }


def sparse_body(kind: type[messages.Data]) -> dict[str, Any]:
    """The same with nothing in any field that may be empty."""
    body = sample_body(kind)
    for name, field in kind.model_fields.items():
        if type(None) in get_args(field.annotation):
            body["data"][name] = None
    if "article" in body["data"]:
        body["data"]["article"] |= {"headline": None, "stories": [], "tags": []}
    return body


def _shifted(model: type[messages.Shifted], matter: Matter, **changed: Any) -> messages.Shifted:
    return model(
        **{
            "article": _ARTICLE,
            "shift": "5b2e",
            "chain": "9d0a",
            "kind": ShiftKind.REVISED,
            "matter": matter,
            "subject": "people rescued",
            "old_version": 1,
            "version": 2,
            "seen_at": NOON,
            "announced": False,
            "direction": "up",
            "weight": 0.8,
            "reasons": ("a figure was revised",),
            "before": "40",
            "after": "52",
            "old": _OLD,
            "new": _NEW,
            **changed,
        }
    )


def _claim(outlet: str, value: str) -> Claim:
    quote = Quote(text=f"In all {value} people were brought ashore.")
    return Claim(article="6f1c", outlet=outlet, version=2, seen_at=NOON, value=value, quote=quote)


_CLAIMS = (_claim(_OUTLET, "52"), _claim("ledger.example", "at least 61"))
_STEP = Step(
    shift="5b2e",
    kind=ShiftKind.REVISED,
    old_version=1,
    version=2,
    seen_at=NOON,
    position=12,
    announced=False,
    direction="up",
    weight=0.8,
    reasons=("a figure was revised",),
    before="40",
    after="52",
    old=_OLD,
    new=_NEW,
)
_CHANGE = Change(
    chain="9d0a",
    matter=Matter.FIGURE,
    article="6f1c",
    outlet=_OUTLET,
    subject="people rescued",
    net=Net.CHANGED,
    before="40",
    after="52",
    flips=0,
    weight=0.8,
    steps=(_STEP,),
)
DIGEST = Digest(
    title="Ferry",
    scope=Scope(kind="story", name="ferry"),
    window=Window(after=3, upto=12),
    generated_at=NOON,
    head=Head(log="log", position=12, hash="ab" * 32),
    articles=(
        ArticleLine(
            id="6f1c",
            outlet=_OUTLET,
            headline=_HEADLINE,
            address="https://courier.example/ferry",
            status="live",
            versions=(1, 2),
            first_seen=NOON,
            is_new=True,
        ),
    ),
    facts=(_CHANGE,),
    statements=(_CHANGE.model_copy(update={"matter": Matter.STATEMENT, "subject": "Ida Brandt"}),),
    wordings=(_CHANGE.model_copy(update={"matter": Matter.WORDING, "subject": None}),),
    headlines=(
        HeadlineHistory(
            article="6f1c",
            outlet=_OUTLET,
            flips=0,
            entries=(
                HeadlineEntry(version=1, seen_at=NOON, headline=Quote(text="Ferry in distress")),
                HeadlineEntry(version=2, seen_at=NOON, headline=Quote(text=_HEADLINE)),
            ),
        ),
    ),
    notices=(
        NoticeLine(
            article="6f1c",
            outlet=_OUTLET,
            version=2,
            seen_at=NOON,
            kind=NoticeKind.CORRECTION,
            text=_NOTICE,
            stated_at=NOON,
            wrong="40",
            right="52",
        ),
    ),
    unannounced=(
        Unannounced(
            chain="9d0a",
            matter=Matter.FIGURE,
            article="6f1c",
            outlet=_OUTLET,
            subject="people rescued",
            step=_STEP,
        ),
    ),
    presence=(
        PresenceLine(
            article="6f1c",
            outlet=_OUTLET,
            version=2,
            seen_at=NOON,
            kind="gone",
            headline=_HEADLINE,
        ),
    ),
    disagreements=(
        ThreadLine(
            subject="people rescued",
            scope=None,
            unit="person",
            agreement=Agreement.DIFFER,
            claims=_CLAIMS,
        ),
    ),
    remarks=(RemarkLine(speaker="Ida Brandt", agreement=Agreement.DIFFER, claims=_CLAIMS),),
    images=(
        ImageLine(
            article="6f1c",
            outlet=_OUTLET,
            version=2,
            seen_at=NOON,
            old=None,
            new="https://courier.example/ferry.jpg",
        ),
    ),
)

_SAMPLES: dict[type[messages.Data], messages.Data] = {
    messages.VersionCaptured: messages.VersionCaptured(
        article=_ARTICLE,
        version=2,
        commit="c0ffee",
        seen_at=NOON,
        published=NOON,
        modified=None,
        words=300,
        headline_before="Ferry in distress",
        announced=False,
        changed={"fact": 1},
    ),
    messages.FactShifted: _shifted(messages.FactShifted, Matter.FIGURE),
    messages.StatementShifted: _shifted(
        messages.StatementShifted,
        Matter.STATEMENT,
        kind=ShiftKind.WITHDRAWN,
        subject="Ida Brandt",
        direction=None,
        after=None,
        new=None,
    ),
    messages.WordingShifted: _shifted(
        messages.WordingShifted, Matter.WORDING, subject=None, direction=None
    ),
    messages.NoticePublished: messages.NoticePublished(
        article=_ARTICLE,
        version=2,
        seen_at=NOON,
        kind=NoticeKind.CORRECTION,
        text=_NOTICE,
        stated_at=NOON,
        wrong="40",
        right="52",
    ),
    messages.ArticleGone: messages.ArticleGone(article=_ARTICLE, version=2, seen_at=NOON),
    messages.ArticleReturned: messages.ArticleReturned(article=_ARTICLE, version=2, seen_at=NOON),
    messages.StoryDiverged: messages.StoryDiverged(
        story="ferry",
        title="Ferry",
        subject="people rescued",
        scope=None,
        unit="person",
        agreement=Agreement.DIFFER,
        claims=_CLAIMS,
    ),
    messages.DigestPublished: messages.DigestPublished(
        id="d1",
        schedule="evening",
        slot=NOON,
        local="2024-11-17T12:00",
        after=3,
        until=12,
        title="Ferry",
        scope=Scope(kind="story", name="ferry"),
        summary=("1 figure changed, without a notice",),
        head="ab" * 32,
        digest=DIGEST,
    ),
    messages.EndpointDisabled: messages.EndpointDisabled(
        endpoint="desk",
        kind="webhook",
        address="https://desk.example/…",
        reason="it took nothing for 5 days",
        since=NOON,
    ),
    messages.Test: messages.Test(endpoint="desk", text="It works."),
}
