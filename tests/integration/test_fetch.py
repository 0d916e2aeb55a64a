"""Looks at addresses over real HTTP on the loopback interface."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.misbehaving import (
    announced_short,
    cut_off,
    dripping,
    dripping_head,
    endless,
    endless_headers,
    endless_hints,
    error_as_success,
    garbage_behind_gzip,
    gzip_bomb,
    header_bomb,
    loop,
    members_bomb,
    not_modified_with_a_body,
    packed,
    packed_cut_off,
    page,
    redirect,
    silent,
    wrong_charset,
)
from tracker.capture.fetch import Fetcher, WentAstrayError, open_fetcher
from tracker.capture.model import Validators
from tracker.config import CaptureSettings
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

    def test_keeps_the_head_as_it_was_received(self) -> None:
        """Every header in its order and case, twins and odd bytes included, and the status line."""
        raw = b"HTTP/1.1 200 Fine by me\r\nx-ODD: caf\xe9\r\nSet-Cookie: a\r\nX: \r\n"
        answer = Answer(raw=[raw + b"set-cookie: b\r\nContent-Length: 2\r\n\r\nok"])
        with routes({"/story": answer}) as site, fetcher(reached(site)) as look_through:
            capture = look_through.look(PAGE)
        assert (capture.http_version, capture.reason) == ("HTTP/1.1", "Fine by me")
        sent = (("x-ODD", "caf\xe9"), ("Set-Cookie", "a"), ("X", ""), ("set-cookie", "b"))
        assert capture.received == (*sent, ("Content-Length", "2"))

    @pytest.mark.parametrize("etag", ['"caf\xe9"', f'"{"x" * 2000}"', ""])
    def test_keeps_no_validator_that_could_not_be_sent_back(self, etag: str) -> None:
        """The next look is a plain one instead of a failure."""
        raw = f"HTTP/1.1 200 OK\r\nETag: {etag}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
        with Loopback(lambda _asked: Answer(raw=[raw])) as site, fetcher(reached(site)) as look:
            capture = look.look(PAGE)
            assert capture.validators is None
            assert look.look(PAGE, capture.validators).status == 200

    def test_says_who_asks_and_keeps_the_host(self) -> None:
        """The address is replaced, the Host header is the outlet's; nothing else is told."""
        with routes({"/story": Answer()}) as site, fetcher(reached(site)) as look_through:
            look_through.look(PAGE)
            (asked,) = site.asked
        assert asked.headers["host"] == HOST
        assert asked.headers["user-agent"] == "tracker-test/1"
        assert asked.headers["accept-encoding"] == "gzip"
        assert asked.headers["accept"].startswith("text/html,")

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


class TestByTheSettings:
    def test_a_look_is_as_they_want_it(self) -> None:
        """Name and contact, networks, sizes and patience."""
        settings = CaptureSettings(
            contact="https://newsroom.example/bot", allow_networks=("127.0.0.0/8",), max_bytes=7
        )
        table = {"/story": page("<p>News"), "/long": page("<p>News!")}
        with routes(table) as site, open_fetcher(settings, lambda: NOON) as look_through:
            assert look_through.look(f"http://{site.at}/story").body == b"<p>News"
            assert site.asked[0].headers["user-agent"] == settings.introduction
            with pytest.raises(NetworkError, match="larger than 7 bytes"):
                look_through.look(f"http://{site.at}/long")

    def test_nothing_off_the_internet_is_looked_at_unasked(self) -> None:
        """Neither this machine nor private networks."""
        with routes({}) as site, open_fetcher(CaptureSettings(), lambda: NOON) as look_through:
            with pytest.raises(NetworkError, match="loopback"):
                look_through.look(f"http://{site.at}/story")
            assert site.asked == []


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

    def test_a_304_to_a_plain_question_is_no_answer(self) -> None:
        """There is nothing that it could be equal to."""
        with (
            routes({"/story": Answer(304)}) as site,
            fetcher(reached(site)) as look_through,
            pytest.raises(NetworkError, match=r"answers 304 .* to a plain question"),
        ):
            look_through.look(PAGE)

    def test_a_304_with_a_body_is_a_304(self) -> None:
        """The body counts for nothing, not even in the look after it."""
        known = Validators(PAGE, '"1"', None)
        answers = iter([not_modified_with_a_body(b"<p>Fake"), page("<p>News")])
        with Loopback(lambda _asked: next(answers)) as site, fetcher(reached(site)) as look:
            capture = look.look(PAGE, known)
            assert (capture.unchanged, capture.body) == (True, None)
            assert look.look(PAGE, known).body == b"<p>News"

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

    def test_may_be_forbidden(self) -> None:
        """Another site's robots.txt holds for whoever is sent there; every hop is asked about."""
        table = {"/story": redirect("/a"), "/a": redirect("http://closed.example/b")}
        asked: list[str] = []

        def may_follow(address: str) -> bool:
            asked.append(address)
            return "closed" not in address

        with routes(table) as site, fetcher(reached(site)) as look:
            with pytest.raises(NetworkError, match=r"http://closed\.example/b, which may not"):
                look.look(PAGE, may_follow=may_follow)
            assert [one.path for one in site.asked] == ["/story", "/a"]
        assert asked == [f"http://{HOST}/a", "http://closed.example/b"]

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
    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (endless, "larger than 10,000 bytes"),
            (lambda: page(b"x" * 10_001), "larger than 10,000 bytes"),
            (lambda: gzip_bomb(50_000_000), "larger than 10,000 bytes"),
            (lambda: gzip_bomb(5_000_000, announced=True), "larger than 10,000 bytes"),
            (members_bomb, "busy|larger than"),
            (garbage_behind_gzip, "larger than 10,000 bytes"),
            (lambda: header_bomb(70_000), "more than 64,000 bytes of headers"),
            (lambda: header_bomb(90_000), "more than 64,000 bytes of headers"),
            (lambda: header_bomb(300_000), "not valid HTTP"),
            (endless_headers, "not valid HTTP"),
            (endless_hints, "not valid HTTP .*head does not end"),
            (lambda: cut_off(b"<p>News"), "the connection broke off"),
            (lambda: cut_off(b"<p>News", at=0), "the connection broke off"),
            (lambda: packed_cut_off(b"<p>News"), "broke off in the middle"),
            (lambda: Answer(200, {"Content-Encoding": "gzip"}, b"<p>"), "packing is damaged"),
            (lambda: Answer(200, {"Content-Encoding": "br"}, b"<p>"), "'br', which was not asked"),
            (lambda: Answer(206, {"Content-Range": "bytes 0-1/9"}, b"<p"), "answers with a part"),
        ],
    )
    def test_are_named_and_not_read_on(self, answer: Callable[[], Answer], said: str) -> None:
        """The server is left alone at the limit; the page, what happened, in one line."""
        with (
            routes({"/story": answer()}) as site,
            fetcher(reached(site)) as look_through,
            pytest.raises(NetworkError, match=rf"^{PAGE}: .*({said})"),
        ):
            look_through.look(PAGE)

    @pytest.mark.parametrize("answer", [silent, dripping, dripping_head])
    def test_that_take_too_long_are_given_up(self, answer: Callable[[], Answer]) -> None:
        """Each byte may come in time; all of them together have to."""
        with (
            routes({"/story": answer()}) as site,
            fetcher(reached(site, seconds=0.15)) as look_through,
            pytest.raises(NetworkError, match="no complete answer in time"),
        ):
            look_through.look(PAGE)

    def test_a_silence_may_not_last_as_long_as_a_whole_answer(self) -> None:
        """A server that has died is not waited for like one that is slow."""
        with routes({"/story": silent()}) as site:
            guard = replace(reached(site, seconds=600), silence=0.1)
            with (
                fetcher(guard) as look_through,
                pytest.raises(NetworkError, match="no complete answer in time"),
            ):
                look_through.look(PAGE)

    @pytest.mark.parametrize(
        ("answer", "body"),
        [
            (announced_short(b"<p>News and more", 7), b"<p>News"),
            (wrong_charset("caf\xe9"), b"caf\xe9"),
            (packed(gzip.compress(b"<p>News")), gzip.compress(b"<p>News")),
            (error_as_success("No."), error_as_success("No.").body),
        ],
        ids=["announced too short", "wrong charset", "packed twice", "an error as 200"],
    )
    def test_that_are_wrong_in_what_they_say_are_taken_as_sent(
        self, answer: Answer, body: bytes
    ) -> None:
        """What the bytes mean is for others to judge."""
        with routes({"/story": answer}) as site, fetcher(reached(site)) as look_through:
            assert look_through.look(PAGE).body == body

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (b"not http at all\r\n\r\n", "not valid HTTP"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "the connection broke off"),
            (b"", "the connection broke off"),
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
