"""Secrets by reference: read where they are kept, and never repeated."""

from pathlib import Path

import pytest

from tracker.delivery.addresses import target_of
from tracker.delivery.references import is_reference, resolved
from tracker.errors import InputError


def test_a_secret_is_itself_or_stands_where_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """White space around it is the editor's, not the secret's."""
    monkeypatch.setenv("HOOK", " whsec_a\n")
    (tmp_path / "secret").write_text("whsec_b\n")
    assert resolved("whsec_c", "secret") == "whsec_c"
    assert resolved("env:HOOK", "secret") == "whsec_a"
    assert resolved(f"file:{tmp_path}/secret", "secret") == "whsec_b"
    assert [is_reference(text) for text in ("env:X", "file:x", "https://x", "whsec_x")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_secret_that_is_not_there_is_told_by_its_field_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPTY", " ")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for reference, said in (
        ("env:NONE_SUCH", "secret env:NONE_SUCH: there is no such variable"),
        ("env:EMPTY", "secret env:EMPTY: nothing stands there"),
        (f"file:{tmp_path}/none", "cannot be read: No such file"),
        (f"file:{tmp_path}", "cannot be read: Is a directory"),
        (f"file:{tmp_path}/binary", "cannot be read: it is no text"),
    ):
        with pytest.raises(InputError, match=said):
            resolved(reference, "secret")


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "large").write_text("x" * 1_000_000)
    assert len(resolved(f"file:{tmp_path}/large", "address")) == 10_000


@pytest.mark.parametrize(
    ("address", "kind", "shown"),
    [
        ("https://hooks.desk.example/in/k3y?t=1", "webhook", "https://hooks.desk.example/…"),
        ("https://hooks.desk.example:8443", "webhook", "https://hooks.desk.example:8443/"),
        ("https://hooks.slack.com/services/T1A/B1B/abcdefghijklmnopqrstuvwx", "notification", None),
        ("slack://T1AAAAAAA/B1BBBBBBB/abcdefghijklmnopqrstuvwx/#desk", "notification", None),
        ("mailto://u:pw@smtp.example?to=desk@news.example", "notification", None),
    ],
)
def test_an_address_leads_to_a_webhook_or_a_service(
    address: str, kind: str, shown: str | None
) -> None:
    """And what is shown of it holds no key."""
    target = target_of(address)
    assert target.kind == kind
    assert shown is None or target.shown == shown
    for secret in ("k3y", "abcdefghijklmnopqrstuvwx", "pw"):
        assert secret not in target.shown.replace("password", "")


@pytest.mark.parametrize("address", ["desk.example/hook", "", "nosuch://token@host", "/etc/passwd"])
def test_what_is_no_address_is_refused_by_the_field(address: str) -> None:
    with pytest.raises(InputError, match="address") as refused:
        target_of(address)
    assert "token" not in str(refused.value)
