"""Looks over TLS: the guard chooses the address, the certificate must still be the host's."""

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hpack import Encoder

from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.misbehaving import endless, gzip_bomb, header_bomb, packed
from tracker.capture.fetch import Fetcher
from tracker.capture.model import Validators
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


def sealed(_asked: Asked | None) -> Answer:
    return Answer(200, {}, b"sealed")


@contextmanager
def looking_at(
    host: str,
    certificate: Path,
    answer: Callable[[Asked], Answer] = sealed,
    protocols: Sequence[str] = (),
) -> Iterator[tuple[Fetcher, Loopback]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if protocols:
        context.set_alpn_protocols(protocols)
    with Loopback(answer, tls=context) as site:
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


STORY = "https://outlet.example/story"


class TestHttp2:
    @pytest.fixture(autouse=True)
    def trusted(self, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    @staticmethod
    @contextmanager
    def speaking(
        certificate: Path, answer: Callable[[Asked], Answer] = sealed
    ) -> Iterator[tuple[Fetcher, Loopback]]:
        with looking_at("outlet.example", certificate, answer, ("h2", "http/1.1")) as both:
            yield both

    def test_is_spoken_where_it_is_offered(self, certificate: Path) -> None:
        """The server chooses it while the connection is secured (ALPN)."""
        with self.speaking(certificate) as (fetcher, site):
            capture = fetcher.look(STORY)
        assert (capture.http_version, capture.body) == ("HTTP/2", b"sealed")
        assert site.asked[0].headers["host"] == "outlet.example"

    @pytest.mark.parametrize("protocols", [(), ("http/1.1",)])
    def test_is_not_forced_on_others(self, certificate: Path, protocols: tuple[str, ...]) -> None:
        """A server of the older kind answers as ever."""
        with looking_at("outlet.example", certificate, sealed, protocols) as (fetcher, _):
            assert fetcher.look(STORY).http_version == "HTTP/1.1"

    def test_goes_over_one_connection(self, certificate: Path) -> None:
        """One handshake for many looks, a 304 among them."""

        def answer(asked: Asked) -> Answer:
            return Answer(304) if "if-none-match" in asked.headers else packed(b"News", ETag='"1"')

        with self.speaking(certificate, answer) as (fetcher, site):
            bodies = [fetcher.look(STORY).body for _ in range(3)]
            assert fetcher.look(STORY, Validators(STORY, '"1"', None)).unchanged
            bodies.append(fetcher.look(STORY).body)
        assert (bodies, site.connections) == ([b"News"] * 4, 1)

    def test_goodbye_between_two_looks_costs_a_connection_and_no_look(
        self, certificate: Path
    ) -> None:
        """GOAWAY means: not over this one."""
        answers = iter([Answer(200, chunks=[b"one"]), Answer(200, chunks=[b"two"])])
        with self.speaking(certificate, lambda _asked: next(answers)) as (fetcher, site):
            assert [fetcher.look(STORY).body for _ in range(2)] == [b"one", b"two"]
        assert site.connections == 2

    def test_a_server_that_restarts_costs_no_look(self, certificate: Path) -> None:
        """The stale connection is replaced."""
        with self.speaking(certificate) as (fetcher, site):
            fetcher.look(STORY)
            site.hang_up()
            assert fetcher.look(STORY).body == b"sealed"
            assert site.connections == 2

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"\x00\x00\x01\x01\x05\x00\x00\x00\x01\xff",
            b"\x00\x00\x04\x01\x05\x00\x00\x00\x01\x08\x02no",
            b"\x00\x00\x04\x03\x00\x00\x00\x00\x01\x00\x00\x00\x02",
        ],
        ids=["hangs up", "another protocol", "bad compression", "no status", "reset"],
    )
    def test_disorder_is_named(self, certificate: Path, raw: bytes) -> None:
        """Whatever comes instead of frames; no library's error gets through."""
        with (
            self.speaking(certificate, lambda _asked: Answer(raw=[raw])) as (fetcher, _),
            pytest.raises(
                NetworkError,
                match=rf"^{STORY}: the (answer is not valid HTTP|connection broke off)",
            ),
        ):
            fetcher.look(STORY)

    def test_disorder_in_the_middle_of_a_body_is_named(self, certificate: Path) -> None:
        """After a good head."""
        head = b"\x00\x00\x01\x01\x04\x00\x00\x00\x01\x88"
        data = b"\x00\x00\x02\x00\x00\x00\x00\x00\x01<p"
        bad = b"\x00\x00\x01\x01\x05\x00\x00\x00\x01\xff"
        with (
            self.speaking(certificate, lambda _asked: Answer(raw=[head, data, bad])) as (
                fetcher,
                _,
            ),
            pytest.raises(NetworkError, match=rf"^{STORY}: the answer is not valid HTTP"),
        ):
            fetcher.look(STORY)

    def test_goodbye_instead_of_an_answer_is_asked_again(self, certificate: Path) -> None:
        """GOAWAY that names the last request it took: ours was not among them."""
        goodbye = b"\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"
        answers = iter([sealed(None), Answer(raw=[goodbye]), sealed(None)])
        with self.speaking(certificate, lambda _asked: next(answers)) as (fetcher, site):
            assert [fetcher.look(STORY).body for _ in range(2)] == [b"sealed"] * 2
            assert (site.connections, len(site.asked)) == (2, 3)

    @pytest.mark.parametrize(
        "fields",
        [
            [(":status", "200"), ("x", "a\r\nset-cookie: b")],
            [(":status", "200"), ("x", "a\0")],
            [(":status", "200"), ("x y", "a")],
            [(":status", "200"), ("x\ny", "a")],
            [(":status", "9" * 30)],
            [(":status", "-200")],
            [(":status", "20")],
        ],
    )
    def test_a_head_that_could_not_be_written_down_is_no_answer(
        self, certificate: Path, fields: list[tuple[str, str]]
    ) -> None:
        """HTTP/2 could carry what would be several lines, or none, of HTTP/1 and of an archive."""
        packed_fields = Encoder().encode(fields)
        frame = len(packed_fields).to_bytes(3, "big") + b"\x01\x05\x00\x00\x00\x01" + packed_fields
        with (
            self.speaking(certificate, lambda _asked: Answer(raw=[frame])) as (fetcher, _),
            pytest.raises(NetworkError, match=rf"^{STORY}: the answer is not valid HTTP"),
        ):
            fetcher.look(STORY)

    @pytest.mark.parametrize("answer", [endless(), gzip_bomb(50_000_000), header_bomb(200_000)])
    def test_too_much_is_not_taken_here_either(self, certificate: Path, answer: Answer) -> None:
        """Of body or headers; the next look is none the worse."""
        answers = iter([answer, Answer(200, {}, b"fine")])
        with self.speaking(certificate, lambda _asked: next(answers)) as (fetcher, _):
            with pytest.raises(NetworkError, match=f"^{STORY}: "):
                fetcher.look(STORY)
            assert fetcher.look(STORY).body == b"fine"
