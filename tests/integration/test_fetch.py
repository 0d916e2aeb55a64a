"""Looks at addresses over real HTTP on the loopback interface."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest

from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.misbehaving import loop, redirect
from tracker.capture.fetch import Fetcher, WentAstrayError
from tracker.capture.model import Validators
from tracker.errors import InputError, NetworkError
from tracker.network.client import open_client
from tracker.network.guard import Guard

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
HOST = "outlet.example"
PAGE = f"http://{HOST}/story"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@contextmanager
def fetcher(guard: Guard, max_bytes: int = 10_000) -> Iterator[Fetcher]:
    with open_client(guard, user_agent="tracker-test/1") as client:
        yield Fetcher(client, clock=lambda: NOON, max_bytes=max_bytes)


def reached(site: Loopback, seconds: float = 5) -> Guard:
    return at_port(site.port, seconds)


def at_port(port: int, seconds: float = 5) -> Guard:
    return Guard(resolve={HOST: f"127.0.0.1:{port}"}, seconds=seconds)


def routes(table: Mapping[str, Answer]) -> Loopback:
    return Loopback(lambda asked: table.get(asked.path, Answer(404)))


class TestOneLook:
    def test_brings_everything_a_capture_holds(self) -> None:
        """Status, type, validators, few headers, the bytes, and when."""
        headers = {**HTML, "ETag": '"1"', "Last-Modified": "Sun, 17 Nov 2024 11:00:00 GMT"}
        answer = Answer(200, {**headers, "Set-Cookie": "a=b", "X-Served-By": "x"}, b"<p>News")
        with routes({"/story": answer}) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE)
        assert capture.address == capture.final_address == PAGE
        assert (capture.status, capture.body, capture.observed_at) == (200, b"<p>News", NOON)
        assert capture.media_type == "text/html; charset=utf-8"
        assert capture.validators == Validators(PAGE, '"1"', headers["Last-Modified"])
        assert set(capture.headers) == {"content-type", "date", "etag", "last-modified"}
        assert capture.moved == ()

    def test_says_who_asks_and_keeps_the_host(self) -> None:
        """The address is replaced, the Host header is the outlet's; nothing else is told."""
        with routes({"/story": Answer()}) as site, fetcher(reached(site)) as look_through:
            look_through.look(PAGE)
            (asked,) = site.asked
        assert asked.headers["host"] == HOST
        assert asked.headers["user-agent"] == "tracker-test/1"
        assert asked.headers["accept-encoding"] == "gzip"

    def test_keeps_no_cookie(self) -> None:
        """Every look is a stranger's first."""
        page = Answer(200, {"Set-Cookie": "seen=1; Path=/"})
        with routes({"/story": page}) as site, fetcher(reached(site)) as look_through:
            look_through.look(PAGE)
            look_through.look(PAGE)
            assert all("cookie" not in asked.headers for asked in site.asked)

    def test_unpacks_the_body(self) -> None:
        """The capture holds what the outlet meant, not how it was packed."""
        packed = Answer(200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"<p>News"))
        with routes({"/story": packed}) as site, fetcher(reached(site)) as look_through:
            assert look_through.look(PAGE).body == b"<p>News"

    @pytest.mark.parametrize("status", [404, 410])
    def test_reports_a_page_that_is_gone(self, status: int) -> None:
        """Gone is an answer, without a body."""
        answer = Answer(status, HTML, b"No such page")
        with routes({"/story": answer}) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE)
        assert (capture.gone, capture.status, capture.body) == (True, status, None)

    @pytest.mark.parametrize("status", [401, 429, 500, 503])
    def test_reports_any_other_status(self, status: int) -> None:
        """What to do about it is for others to say; what the server asks for is kept."""
        answer = Answer(status, {"Retry-After": "120"}, b"Busy")
        with routes({"/story": answer}) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE)
        assert (capture.gone, capture.unchanged, capture.body) == (False, False, None)
        assert capture.headers["retry-after"] == "120"


class TestAskingWhetherItChanged:
    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"1"':
            return Answer(304, {"ETag": '"1"'})
        return Answer(200, {"ETag": '"1"', "Last-Modified": "Sun, 17 Nov 2024 11:00:00 GMT"}, b"x")

    def test_a_second_look_is_conditional(self) -> None:
        """It sends both validators; a 304 has no body and can be asked about again."""
        with Loopback(self.answer) as site, fetcher(reached(site)) as look_through:
            first = look_through.look(PAGE)
            second = look_through.look(PAGE, first.validators)
            asked = site.asked[1].headers
        assert (second.unchanged, second.body) == (True, None)
        assert asked["if-none-match"] == '"1"'
        assert asked["if-modified-since"] == "Sun, 17 Nov 2024 11:00:00 GMT"
        assert second.validators == Validators(PAGE, '"1"', None)

    def test_validators_go_only_where_they_came_from(self) -> None:
        """Another page's equal ETag must not make this one look unchanged."""
        with Loopback(self.answer) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE, Validators(f"http://{HOST}/other", '"1"', None))
        assert capture.status == 200

    def test_a_server_without_validators_is_asked_plainly(self) -> None:
        """There is nothing to ask with."""
        with routes({"/story": Answer(200, HTML, b"x")}) as site, fetcher(reached(site)) as look:
            assert look.look(PAGE).validators is None


class TestRedirects:
    def test_are_followed_and_remembered(self) -> None:
        """Relative and absolute; `moved` ends before the first that is not for good."""
        table = {
            "/story": redirect("/a", 301),
            "/a": redirect(f"http://{HOST}/b", 308),
            "/b": redirect("c", 307),
            "/c": redirect("/d", 301),
            "/d": Answer(200, HTML, b"here"),
        }
        with routes(table) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE)
        assert capture.address == PAGE
        assert capture.final_address == f"http://{HOST}/d"
        assert capture.moved == (f"http://{HOST}/a", f"http://{HOST}/b")
        assert capture.body == b"here"

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("paths", [("/story",), ("/story", "/a"), ("/story", "/a", "/b")])
    def test_in_a_circle_end_where_it_closes(self, paths: tuple[str, ...], status: int) -> None:
        """No address is asked twice."""
        with Loopback(loop(*paths, status=status)) as site, fetcher(reached(site)) as look:
            with pytest.raises(WentAstrayError, match=rf"^{PAGE}: redirected in a circle"):
                look.look(PAGE)
            assert [asked.path for asked in site.asked] == list(paths)

    def test_that_lead_on_and_on_end(self) -> None:
        """Five are followed, not more."""
        with (
            Loopback(lambda asked: redirect(asked.path + "x")) as site,
            fetcher(reached(site)) as look,
        ):
            with pytest.raises(WentAstrayError, match=rf"^{PAGE}: redirected more than 5 times"):
                look.look(PAGE)
            assert len(site.asked) == 6

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            ("http://10.0.0.1/", "10.0.0.1 is private"),
            ("http://169.254.169.254/latest/meta-data/", "link-local"),
            ("http://127.0.0.1:22/", "loopback"),
            ("http://2130706433/", "loopback"),
            ("http://[::1]/", "loopback"),
            ("http://[::ffff:10.0.0.1]/", "IPv4-mapped"),
            ("http://[64:ff9b::a00:1]/", "NAT64"),
            ("http://100.64.0.1/", "carrier-grade NAT"),
            ("file:///etc/passwd", "not an http or https address"),
            ("ftp://outlet.example/", "not an http or https address"),
            ("http://me:hush@outlet.example/", "leave user name and password out"),
            ("http://outlet.example:99999/", "not an address"),
        ],
    )
    def test_inward_or_elsewhere_are_refused(self, target: str, said: str) -> None:
        """A page on the open web cannot send a look behind the fence."""
        with routes({"/story": redirect(target)}) as site, fetcher(reached(site)) as look_through:
            with pytest.raises(NetworkError, match=said):
                look_through.look(PAGE)
            assert len(site.asked) == 1

    def test_without_a_target_are_an_answer(self) -> None:
        """There is nowhere to go."""
        with routes({"/story": Answer(302)}) as site, fetcher(reached(site)) as look_through:
            assert look_through.look(PAGE).status == 302


class TestWhereItConnects:
    def test_loopback_is_refused_unless_allowed(self) -> None:
        """The setting decides, whatever the name."""
        with routes({"/story": Answer()}) as site:
            address = f"http://127.0.0.1:{site.port}/story"
            with fetcher(Guard()) as look_through, pytest.raises(NetworkError, match="loopback"):
                look_through.look(address)
            assert site.asked == []
            with fetcher(Guard(allow_loopback=True)) as look_through:
                assert look_through.look(address).status == 200

    def test_the_checked_address_is_the_one_connected_to(self) -> None:
        """One look-up a connection: no second answer is ever asked for that could differ."""
        replies = [["127.0.0.1"], ["10.0.0.1"]]
        with routes({"/story": Answer(200, HTML, b"x")}) as site:
            guard = Guard(allow_loopback=True, lookup=lambda _host, _port: replies.pop(0))
            with fetcher(guard) as look_through:
                assert look_through.look(f"http://{HOST}:{site.port}/story").body == b"x"
                assert len(replies) == 1

    def test_a_name_that_turns_inward_is_refused_at_the_next_hop(self) -> None:
        """DNS rebinding between a redirect and its target gains nothing."""
        replies = [["127.0.0.1"], ["10.0.0.1"]]
        with Loopback(lambda _asked: redirect(f"http://next.example:{site.port}/")) as site:
            guard = Guard(allow_loopback=True, lookup=lambda _host, _port: replies.pop(0))
            with fetcher(guard) as look, pytest.raises(NetworkError, match="private"):
                look.look(f"http://{HOST}:{site.port}/story")
            assert len(site.asked) == 1

    def test_a_name_that_turns_inward_is_refused_at_the_next_connection(self) -> None:
        """A kept connection leads where it was checked to; a new one is checked anew."""
        replies = [["127.0.0.1"], ["10.0.0.1"]]
        with routes({"/story": Answer()}) as site:
            guard = Guard(allow_loopback=True, lookup=lambda _host, _port: replies.pop(0))
            address = f"http://{HOST}:{site.port}/story"
            with fetcher(guard) as look:
                assert [look.look(address).status for _ in range(2)] == [200, 200]
                assert (site.connections, len(replies)) == (1, 1)
                site.hang_up()
                with pytest.raises(NetworkError, match="private"):
                    look.look(address)

    def test_the_next_address_is_tried_where_one_is_dead(self) -> None:
        """A host with several addresses is as good as its best."""
        with routes({"/story": Answer()}) as site:
            guard = Guard(allow_loopback=True, lookup=lambda _h, _p: ["127.0.0.2", "127.0.0.1"])
            with fetcher(guard) as look_through:
                assert look_through.look(f"http://{HOST}:{site.port}/story").status == 200

    def test_trying_addresses_has_an_end_too(self) -> None:
        """The time for an exchange runs from the first attempt, not from the one that connects."""
        ticks = iter([0.0, 0.0, 60.0])
        with routes({"/story": Answer()}) as site:
            guard = Guard(
                allow_loopback=True,
                lookup=lambda _host, _port: ["127.0.0.2", "127.0.0.1"],
                clock=lambda: next(ticks),
                seconds=20,
            )
            with fetcher(guard) as look, pytest.raises(NetworkError, match="in time"):
                look.look(f"http://{HOST}:{site.port}/story")
            assert site.asked == []

    @pytest.mark.parametrize("address", ["ftp://outlet.example/", "outlet.example", "http://"])
    def test_only_web_addresses_can_be_asked_for(self, address: str) -> None:
        """A wrong address is the caller's mistake, not the network's."""
        with fetcher(Guard()) as look_through, pytest.raises(InputError):
            look_through.look(address)


class TestBadAnswers:
    def test_a_body_that_is_too_large_is_not_read_on(self) -> None:
        """Announced or not: the server is left alone at the limit."""

        def endless() -> Iterator[bytes]:
            while True:
                yield b"x" * 4096

        with (
            routes({"/story": Answer(200, HTML, chunks=endless())}) as site,
            fetcher(reached(site)) as look_through,
            pytest.raises(NetworkError, match=rf"^{PAGE}: .* larger than 10,000 bytes"),
        ):
            look_through.look(PAGE)

    def test_a_body_that_never_comes_is_given_up(self) -> None:
        """A server that falls silent after the headers."""
        done = Event()

        def silent() -> Iterator[bytes]:
            yield b"<p>"
            done.wait(5)

        page = Answer(200, HTML, chunks=silent())
        with routes({"/story": page}) as site, fetcher(reached(site, seconds=0.15)) as at:
            with pytest.raises(NetworkError, match="no complete answer in time"):
                at.look(PAGE)
            done.set()

    def test_a_body_that_drips_is_given_up(self) -> None:
        """Each byte comes well within the time for a read; all of them together do not."""
        done = Event()

        def dripping() -> Iterator[bytes]:
            while not done.wait(0.02):
                yield b"x"

        page = Answer(200, HTML, chunks=dripping())
        with routes({"/story": page}) as site, fetcher(reached(site, seconds=0.15)) as at:
            with pytest.raises(NetworkError, match="no complete answer in time"):
                at.look(PAGE)
            done.set()

    def test_headers_that_drip_are_given_up(self) -> None:
        """The limit counts from the connection, not from the first complete line."""
        done = Event()

        def drip(request: BaseRequestHandler) -> None:
            try:
                while not done.wait(0.02):
                    request.request.sendall(b"H")
            except OSError:
                """The client left, as it should."""

        with raw(drip) as port, fetcher(at_port(port, seconds=0.15)) as look_through:
            with pytest.raises(NetworkError, match="no complete answer in time"):
                look_through.look(PAGE)
            done.set()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (b"not http at all\r\n\r\n", "not valid HTTP"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "not valid HTTP"),
            (b"", "not valid HTTP"),
        ],
    )
    def test_broken_http_is_named(self, sent: bytes, said: str) -> None:
        """Nonsense, half a body, nothing at all."""

        def speak(request: BaseRequestHandler) -> None:
            request.request.recv(65536)
            request.request.sendall(sent)

        with (
            raw(speak) as port,
            fetcher(at_port(port)) as look_through,
            pytest.raises(NetworkError, match=rf"^{PAGE}: .*{said}"),
        ):
            look_through.look(PAGE)

    def test_nobody_listening_is_named(self) -> None:
        """A port that was just closed refuses."""
        with routes({}) as site:
            guard = reached(site)
        with fetcher(guard) as look_through, pytest.raises(NetworkError, match="was refused"):
            look_through.look(PAGE)

    def test_a_server_that_speaks_no_tls_is_named(self) -> None:
        """The scheme of the address is kept under `resolve`: https stays https."""
        heard: list[bytes] = []

        def speak(request: BaseRequestHandler) -> None:
            heard.append(request.request.recv(65536))
            request.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        with (
            raw(speak) as port,
            fetcher(at_port(port)) as look_through,
            pytest.raises(NetworkError, match=r"no secure connection .* \(TLS\)"),
        ):
            look_through.look(f"https://{HOST}/")
        assert HOST.encode() in heard[0], "TLS asks for the outlet's own name"


@contextmanager
def raw(speak: Callable[[BaseRequestHandler], None]) -> Iterator[int]:
    """A server below HTTP; gives its port."""
    handler = type("Raw", (BaseRequestHandler,), {"handle": speak})
    with ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
