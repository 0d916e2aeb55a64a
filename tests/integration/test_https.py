"""Looks over TLS: the guard chooses the address, the certificate must still be the host's."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.integration.loopback import Answer, Loopback
from tracker.capture.fetch import Fetcher
from tracker.errors import NetworkError
from tracker.network.client import open_client
from tracker.network.guard import Guard

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and self-signed certificate of outlet.example, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=outlet.example", "-keyout", str(key)]
    command += ["-addext", "subjectAltName=DNS:outlet.example", "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text(key.read_text() + cert.read_text())
    return both


@contextmanager
def looking_at(host: str, certificate: Path) -> Iterator[tuple[Fetcher, Loopback]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Loopback(lambda _asked: Answer(200, {}, b"sealed"), tls=context) as site:
        guard = Guard(resolve={host: site.at}, seconds=5)
        with open_client(guard, user_agent="tracker-test/1") as client:
            yield Fetcher(client, clock=lambda: NOON), site


def test_a_trusted_certificate_is_accepted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked against the host's name although the connection goes to a bare address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with looking_at("outlet.example", certificate) as (fetcher, site):
        assert fetcher.look("https://outlet.example/story").body == b"sealed"
        assert site.asked[0].headers["host"] == "outlet.example"


def test_another_hosts_certificate_is_refused(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a trusted one."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        looking_at("other.example", certificate) as (fetcher, site),
        pytest.raises(NetworkError, match=r"certificate is not valid .*other\.example"),
    ):
        fetcher.look("https://other.example/story")
    assert site.asked == []


def test_an_untrusted_certificate_is_refused(certificate: Path) -> None:
    """Nobody vouches for a self-signed one."""
    with (
        looking_at("outlet.example", certificate) as (fetcher, site),
        pytest.raises(NetworkError, match=r"certificate is not valid \(self"),
    ):
        fetcher.look("https://outlet.example/story")
    assert site.asked == []
