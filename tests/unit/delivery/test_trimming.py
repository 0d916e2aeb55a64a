"""Messages are cut to size, whatever pages say, and what is cut can still be read."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.unit.delivery.bodies import ARTICLE, LOG, NOON, fact_shifted
from tests.unit.delivery.made import made
from tracker.delivery.envelope import envelope
from tracker.delivery.messages import (
    KINDS,
    Data,
    DigestPublished,
    StoryDiverged,
    VersionCaptured,
)
from tracker.delivery.plain import encoded, plain, size
from tracker.delivery.trimming import LIMIT, fit, shortened
from tracker.digest.model import Agreement, Claim, Digest, Head, Quote, Scope, Window
from tracker.errors import InputError

MEGABYTE = 1_000_000
FEW = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking such texts would take minutes
HUGE = st.builds(
    lambda text, times: text * times,
    st.text(st.characters(exclude_categories=[]), min_size=1, max_size=3),
    st.sampled_from([1, 1, 1, 30, 500, 20_000]),
)


def claim(outlet: str, hour: int, value: str = "10,000") -> Claim:
    return Claim(
        article="1f0c2a9e",
        outlet=outlet,
        version=hour,
        seen_at=NOON.replace(hour=hour),
        value=value,
        quote=Quote(text=f"It carried {value} passengers. " * 20, marks=((11, 17),)),
    )


def diverged(*claims: Claim) -> StoryDiverged:
    return StoryDiverged(
        story="night-boat",
        title="Night boat",
        subject="passengers",
        scope=None,
        unit="passenger",
        agreement=Agreement.DIFFER,
        claims=claims,
    )


def digest_published(digest: Digest) -> DigestPublished:
    return DigestPublished(
        id="d1",
        schedule="evening",
        slot=NOON,
        local="2024-11-17T12:00",
        after=3,
        until=90,
        title="Everything",
        scope=Scope(),
        summary=("2 changed figures",),
        head="aa" * 32,
        digest=digest,
    )


def a_digest(title: str) -> Digest:
    head = Head(log=LOG, position=90, hash="aa" * 32)
    return Digest(title=title, scope=Scope(), window=Window(), generated_at=NOON, head=head)


def test_a_small_message_stays_as_it_is() -> None:
    """Nothing is cut, and it does not say so."""
    assert fit(fact_shifted()) is not None
    assert fit(fact_shifted()) == fact_shifted()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
@settings(max_examples=10, phases=FEW, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_message_says_it_can_be_cut_to_size(
    kind: type[Data], data: st.DataObject
) -> None:
    """Any text in it may be long and of anything; the same message is cut the same way."""
    message = data.draw(made(kind, HUGE))
    cut = fit(message, 15_000)
    assert size(cut) < 15_000
    assert type(cut).model_validate_json(encoded(plain(cut)))
    assert cut == fit(message, 15_000)
    assert cut.trimmed == (cut != message or message.trimmed)


def test_a_digest_that_is_too_long_is_left_out_and_its_summary_kept() -> None:
    """One that fits stays."""
    short = digest_published(a_digest("Everything"))
    assert fit(short) == short
    cut = fit(digest_published(a_digest("Everything " * 3000)))
    assert (cut.digest, cut.summary, cut.trimmed) == (None, ("2 changed figures",), True)


def test_of_many_claims_the_latest_of_each_outlet_stay() -> None:
    """In their order."""
    claims = [claim(f"{name}.example", hour) for hour in range(20) for name in "ab"]
    cut = fit(diverged(*claims))
    assert [(each.outlet, each.version) for each in cut.claims] == [
        ("a.example", 19),
        ("b.example", 19),
    ]
    assert cut.claims[0].quote == claims[0].quote
    assert cut.trimmed


def test_of_too_many_outlets_the_last_stay() -> None:
    """Claims are in the order of time."""
    cut = fit(diverged(*(claim(f"outlet-{n}.example", n % 24) for n in range(5000))))
    assert cut.claims[-1].outlet == "outlet-4999.example"


def test_rules_are_dropped_before_a_sentence_is_cut() -> None:
    """They name how the tracker found it, and `tracker explain` tells them."""
    message = fact_shifted().model_copy(update={"reasons": ("x" * 30_000,)})
    cut = fit(message)
    assert cut == fact_shifted().model_copy(update={"reasons": (), "trimmed": True})


def test_a_long_sentence_is_cut_around_its_changed_words() -> None:
    """The marks still stand over them."""
    filler = "and so on " * 100_000
    marks = (MEGABYTE, MEGABYTE + 6), (1_500_000, 1_500_004)
    new = Quote(text=f"{filler}12,000 passengers {filler}", marks=marks)
    cut = fit(fact_shifted().model_copy(update={"new": new})).new
    assert cut is not None
    assert cut.text.startswith("…")
    assert cut.text.endswith("…")
    assert [cut.text[a:b] for a, b in cut.marks] == ["12,000"]


@given(
    st.text(min_size=0, max_size=9000),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), max_size=4),
    st.sampled_from(["", "x" * MEGABYTE]),
)
@settings(max_examples=40, phases=FEW, deadline=None)
def test_marks_of_a_cut_sentence_stay_inside_it(
    text: str, spans: list[tuple[int, int]], rest: str
) -> None:
    """And mark words of the sentence as it was."""
    whole = text + rest
    marks = sorted({(min(s), max(s)) for s in spans if min(s) < max(s) <= len(whole)})
    quote = Quote(text=whole, marks=tuple(marks))
    cut = fit(fact_shifted().model_copy(update={"old": quote, "before": "z" * 30_000})).old
    assert cut is not None
    for start, end in cut.marks:
        assert 0 <= start < end <= len(cut.text)
        assert cut.text[start:end] in whole


def test_letters_are_not_parted_from_their_accents() -> None:
    """Nor families from each other."""
    assert shortened("cafe\u0301 " * 9, 5) == "caf…"
    assert shortened("They \U0001f468\u200d\U0001f469\u200d\U0001f467 went home", 9) == "They …"


def test_names_and_ids_are_never_cut() -> None:
    """A message can be followed up, however long its texts are."""
    huge = ARTICLE.model_copy(
        update={"headline": "\U0001f6a2" * MEGABYTE, "tags": ("t" * 99,) * 999}
    )
    message = VersionCaptured(
        article=huge,
        version=2,
        commit="ab" * 32,
        seen_at=NOON,
        published=None,
        modified=None,
        words=9,
        headline_before="\0" * MEGABYTE,
        announced=False,
        changed={"fact": 2},
    )
    cut = fit(message)
    assert (cut.commit, cut.article.id, cut.article.outlet) == (
        message.commit,
        ARTICLE.id,
        ARTICLE.outlet,
    )
    assert cut.changed == {"fact": 2}


def test_what_can_never_fit_is_refused() -> None:
    """With the limit named."""
    with pytest.raises(InputError, match=r"fact\.shifted cannot be cut to 100 bytes"):
        fit(fact_shifted("x" * 500), 100)


def test_the_envelope_counts_into_the_size() -> None:
    """A body just under the limit stays whole, and a byte more is cut."""

    def sent(length: int) -> dict[str, Any]:
        body = envelope(LOG, "evt_1", fact_shifted(new="x" * length), NOON, "s")
        assert len(body) < LIMIT
        found: dict[str, Any] = json.loads(body)
        return found

    around = len(envelope(LOG, "evt_1", fact_shifted(new=""), NOON, "s"))
    assert sent(LIMIT - around - 1)["data"]["trimmed"] is False
    assert sent(LIMIT - around)["data"]["trimmed"] is True
