"""Mail over real SMTP on the loopback interface, read back by the standard library."""

import socket
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.mailbox import Mailbox, dripping, misbehaving_server, silent
from tests.unit.digest.builders import composed
from tracker.delivery import messages
from tracker.delivery.notification import Limits, Template, load_template, notify
from tracker.delivery.notification.samples import sample_body
from tracker.delivery.webhook import Delivery, Outcome
from tracker.errors import InputError

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
LOOPBACK = Limits(seconds=5, allow_loopback=True)


def address(port: int, more: str = "") -> str:
    return f"mailto://127.0.0.1:{port}?to=desk@news.example&from=tracker@news.example{more}"


def sent(
    port: int,
    body: dict[str, object] | None = None,
    *,
    more: str = "",
    limits: Limits = LOOPBACK,
    template: Template | None = None,
) -> Delivery:
    """The digest of an evening, or another message, by the server on that port."""
    is_digest = body is None
    return notify(
        address(port, more),
        sample_body(messages.DigestPublished) if body is None else body,
        endpoint="desk",
        zone=NEW_YORK,
        at=NOON,
        digest=composed() if is_digest else None,
        template=template,
        limits=limits,
    )


def received(
    body: dict[str, object] | None = None, template: Template | None = None
) -> EmailMessage:
    with Mailbox() as mailbox:
        assert sent(mailbox.port, body, template=template).outcome is Outcome.TAKEN
        (mail,) = mailbox.mails
    return mail


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The text and the HTML."""
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return (
        text.get_content().replace("\r\n", "\n"),
        html.get_content().replace("\r\n", "\n"),
    )


def test_a_digest_arrives_as_text_and_as_html() -> None:
    """Both parts tell the figure, where it stood, and the words; neither is made of the other."""
    mail = received()
    text, html = parts(mail)
    assert mail["Subject"] == "Ferry: 3 changes without a notice, 8 in all"
    for part in (text, html):
        assert "40 people" in part
        assert "no notice" in part
        assert "17 Nov 19:00 EST" in part
        assert "https://courier.example/courier-article" in part
    assert "\n  was: The coast guard rescued 40 people.\n" in text
    assert "rescued <del>40</del> people." in html
    assert "<" not in text.split("Unsubscribe")[0]


def test_the_headers_are_those_of_a_list_that_can_be_left() -> None:
    """RFC 2369, 2919 and 3834: programs show a button to leave, and answer no machine."""
    mail = received()
    assert mail["From"] == "News update tracker <tracker@news.example>"
    assert mail["To"] == "desk@news.example"
    assert mail["List-Unsubscribe"] == ("<mailto:tracker@news.example?subject=unsubscribe%20desk>")
    assert mail["List-Id"] == "<desk.tracker.news.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOON


def test_a_repeated_attempt_is_the_same_mail_to_a_reader() -> None:
    """The Message-ID comes of the message and the endpoint alone."""
    with Mailbox() as mailbox:
        sent(mailbox.port)
        sent(mailbox.port)
        sent(mailbox.port, sample_body(messages.FactShifted) | {"id": "msg_other"})
        first, again, other = (mail["Message-ID"] for mail in mailbox.mails)
    assert first == again
    assert first != other
    assert first.endswith("@news.example>")


def test_a_shift_arrives_with_its_evidence() -> None:
    mail = received(sample_body(messages.FactShifted))
    text, html = parts(mail)
    assert mail["Subject"] == "people rescued: 40 → 52 (courier.example, no notice)"
    assert "  now: The coast guard rescued 52 people." in text
    assert "rescued <b>52</b> people." in html
    assert html.count("https://") == 1  # the article; nothing is fetched from anywhere


def headline(words: str) -> dict[str, object]:
    body = sample_body(messages.ArticleGone)
    body["data"]["article"]["headline"] = words
    return body


def test_a_long_headline_in_any_script_stays_whole() -> None:
    """It is folded and encoded on the way, and short enough for a subject."""
    words = "Überschwemmung in der Región: 洪水が広がる — наводнение " * 6
    mail = received(headline(words))
    text, html = parts(mail)
    assert mail["Subject"].startswith("Taken down by courier.example: Überschwemmung")
    assert len(mail["Subject"]) <= 125
    assert "洪水が広がる — наводнение" in text
    assert "洪水が広がる — наводнение" in html


@pytest.mark.parametrize(
    "words",
    [
        "a\r\nBcc: thief@evil.example",
        "a\nSubject: other\n\nbody",
        "a\u2028Bcc: thief@evil.example",
        "a\x85Bcc: thief@evil.example",
        "=?utf-8?q?a=0D=0ABcc:_thief@evil.example?=",
        "x =?utf-8?b?YQ0KQmNjOiB0aGllZkBldmlsLmV4YW1wbGU=?= y",
        "==??utf-8?q?a=0ABcc:_thief@evil.example?=",
        "=\n?utf-8?q?a=0ABcc:_thief@evil.example?=",
        "a\x00\x0b\x0cBcc: x",
    ],
)
def test_no_headline_brings_a_header_of_its_own(words: str) -> None:
    """Line breaks become blanks, and an encoded word, which could hide some, stays undecoded."""
    with Mailbox() as mailbox:
        assert sent(mailbox.port, headline(words)).outcome is Outcome.TAKEN
        (mail,) = mailbox.mails
        ((_, recipients),) = mailbox.envelopes
    assert recipients == ["desk@news.example"]
    assert mail["Bcc"] is None
    assert mail.get_all("Subject") == [mail["Subject"]]
    assert not mail.defects


def test_lines_are_as_short_as_servers_want_them() -> None:
    """RFC 5321 allows 998 bytes a line; a sentence of a page may be longer."""
    with Mailbox() as mailbox:
        sent(mailbox.port, headline("word " * 5000))
        assert max(len(line) for line in mailbox.raw[0].splitlines()) < 200
        assert mailbox.raw[0].isascii()


def test_another_way_to_leave_can_be_given() -> None:
    """By the web or by mail, and nothing that could bring another header."""
    with Mailbox() as mailbox:
        left: dict[str, Any] = {"endpoint": "desk", "zone": UTC, "at": NOON, "limits": LOOPBACK}
        body = sample_body(messages.Test)
        notify(address(mailbox.port), body, unsubscribe="https://news.example/leave?x=1", **left)
        (mail,) = mailbox.mails
        for wrong in ("javascript:x", "https://a b", "mailto:x>\r\nBcc: y", "https://a>"):
            with pytest.raises(InputError, match=r"^unsubscribe: "):
                notify(address(mailbox.port), body, unsubscribe=wrong, **left)
    assert mail["List-Unsubscribe"] == "<https://news.example/leave?x=1>"
    assert 'href="https://news.example/leave?x=1"' in parts(mail)[1]


def test_copies_and_names_are_kept() -> None:
    with Mailbox() as mailbox:
        sent(mailbox.port, more="&cc=chief@news.example&bcc=log@news.example&name=Desk+Watch")
        (mail,) = mailbox.mails
        ((sender, recipients),) = mailbox.envelopes
    assert sender == "tracker@news.example"
    assert recipients == ["desk@news.example", "chief@news.example", "log@news.example"]
    assert mail["Cc"] == "chief@news.example"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"recipient": "451 greylisted, try again"}, 451),
        ({"recipient": "550 no such user desk@news.example"}, 550),
        ({"data": "452 mailbox full"}, 452),
        ({"data": "554 looks like spam"}, 554),
    ],
)
def test_what_is_refused_is_tried_again_whatever_the_code(
    answers: dict[str, str], status: int
) -> None:
    """A mailbox unknown today may be there tomorrow; the reason is told, nobody's address."""
    with Mailbox(**answers) as mailbox:
        result = sent(mailbox.port)
    reason = next(iter(answers.values())).replace("desk@news.example", "…")
    assert result.outcome is Outcome.LATER
    assert result.status == status
    assert result.detail == f"mail by 127.0.0.1: answered {reason}"


def test_one_refused_among_others_does_not_repeat_the_mail_to_them() -> None:
    with Mailbox() as mailbox:
        result = sent(mailbox.port, more="&cc=refused@news.example")
        assert len(mailbox.mails) == 1
    assert result.outcome is Outcome.TAKEN
    assert result.detail.endswith("1 of 2 recipients refused (550 no such user)")


@pytest.mark.parametrize("act", [silent, dripping])
def test_a_server_that_hangs_or_drips_costs_no_more_than_the_time(act: object) -> None:
    began = time.monotonic()
    with misbehaving_server(act) as port:  # type: ignore[arg-type]
        result = sent(port, limits=Limits(seconds=0.6, allow_loopback=True))
    assert time.monotonic() - began < 5
    assert result.outcome is Outcome.LATER
    assert result.detail == (
        "mail by 127.0.0.1: no complete answer in time. It is tried again later."
    )


@pytest.mark.parametrize(
    ("leads_to", "reason"),
    [("127.0.0.1", "loopback"), ("10.1.2.3", "private"), ("169.254.169.254", "link-local")],
)
def test_a_name_that_leads_inside_is_refused_when_it_connects(
    leads_to: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name passes when it is added; where it leads counts when a connection is made."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (leads_to, 25))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    result = notify(
        "mailto://mail.news.example?to=desk@news.example&from=tracker@news.example",
        sample_body(messages.Test),
        endpoint="desk",
        zone=UTC,
        at=NOON,
    )
    assert result.outcome is Outcome.LATER
    assert result.detail.startswith(
        f"mail by mail.news.example: refused, its address is {reason}, not on the public internet"
    )


def test_a_template_of_ones_own_fills_both_parts() -> None:
    """The text as written, and as it shows in HTML."""
    template = load_template(
        {"text": "{{ subject }} <{{ after }}>\nsecond", "subject": "{{ subject }}!"},
        types=["fact.shifted"],
    )
    mail = received(sample_body(messages.FactShifted), template)
    text, html = parts(mail)
    assert mail["Subject"] == "people rescued!"
    assert text.startswith("people rescued <52>\nsecond\n")
    assert "people rescued &lt;52&gt;<br>\nsecond" in html
