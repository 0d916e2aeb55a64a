"""The last line of defence: what looks like a secret is hidden, and nothing else."""

import pytest

from tracker.redacting import redacted


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("signed with whsec_c2VjcmV0LXNl+/A=.", "signed with whsec_[hidden]."),
        ("postgresql://ada:s3cret@db/news", "postgresql://[hidden]@db/news"),
        (
            "postgresql+psycopg://u:p@/news?host=/tmp",
            "postgresql+psycopg://[hidden]@/news?host=/tmp",
        ),
        ("https://u:p@hooks.example/x", "https://[hidden]@hooks.example/x"),
        ("https://hooks.example/x?token=abc&n=1", "https://hooks.example/x?token=[hidden]&n=1"),
        ("slack://T1JJ/B3QQ/A6k7 refused", "slack://[hidden] refused"),
        ("tgram://123:abc/456", "tgram://[hidden]"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer [hidden]"),
        ("{'password': 'x1'}", "{'password': '[hidden]'}"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(said: str, shown: str) -> None:
    assert redacted(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "https://courier.example/a?page=2: no complete answer in time.",
        "sqlite:///home/ada/tracker.db is busy",
        "file:/etc/tracker/secret",
        "settling article 12: the log contradicts itself",
        "11:59:02",
    ],
)
def test_everything_else_stays_as_it_is(said: str) -> None:
    assert redacted(said) == said
