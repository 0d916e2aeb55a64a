"""Mail by servers that want a password, or TLS."""

import shutil
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.integration.mailbox import Mailbox
from tracker.delivery import messages
from tracker.delivery.notification import Limits, notify
from tracker.delivery.notification.samples import sample_body
from tracker.delivery.webhook import Delivery, Outcome

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
PASSWORD = "open sesame"


def sent(address: str, more: str = "") -> Delivery:
    return notify(
        f"{address}?to=desk@news.example&from=tracker@news.example{more}",
        sample_body(messages.Test),
        endpoint="desk",
        zone=UTC,
        at=NOON,
        limits=Limits(seconds=5, allow_loopback=True),
    )


def check(
    server: object, session: object, envelope: object, mechanism: str, data: Any
) -> AuthResult:
    del server, session, envelope, mechanism
    assert isinstance(data, LoginPassword)
    if data.password == PASSWORD.encode():
        return AuthResult(success=True)
    said = data.password.decode()
    return AuthResult(success=False, handled=False, message=f"535 {said} is wrong for user")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_password_is_given_and_never_told() -> None:
    """Not even where the server's answer repeats it."""
    options: dict[str, Any] = {
        "authenticator": check,
        "auth_require_tls": False,
        "auth_required": True,
    }
    with Mailbox(**options) as mailbox:
        host = f"127.0.0.1:{mailbox.port}"
        taken = sent(f"mailto://user:{PASSWORD.replace(' ', '%20')}@{host}")
        refused = sent(f"mailto://user:another@{host}")
        assert len(mailbox.mails) == 1
    assert taken.outcome is Outcome.TAKEN
    assert (refused.outcome, refused.status) == (Outcome.LATER, 535)
    assert refused.detail == "mail by 127.0.0.1: answered 535 … is wrong for …"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Of a server whose certificate nobody trusts."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=news.example", "-keyout", str(key)]
    subprocess.run([*command, "-out", str(certificate)], check=True, capture_output=True)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    return made


def test_a_certificate_is_checked_unless_the_address_says_otherwise(
    context: ssl.SSLContext,
) -> None:
    """STARTTLS, as `mailtos` means it."""
    with Mailbox(tls_context=context) as mailbox:
        host = f"127.0.0.1:{mailbox.port}"
        refused = sent(f"mailtos://{host}")
        taken = sent(f"mailtos://{host}", "&verify=no").outcome
        assert taken is Outcome.TAKEN
        assert len(mailbox.mails) == 1
    assert refused == Delivery(
        Outcome.LATER, None, None, "mail by 127.0.0.1: its certificate is not valid"
    )


def test_a_server_without_tls_gets_nothing_where_the_address_asks_for_it() -> None:
    """Neither a password nor a text goes out in the clear."""
    with Mailbox() as mailbox:
        result = sent(f"mailtos://user:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{mailbox.port}")
        assert mailbox.mails == []
    assert result.outcome is Outcome.LATER
    assert result.detail == (
        "mail by 127.0.0.1: the server does not offer what the address asks for"
    )
