"""What a robots.txt allows us."""

import time

import pytest

from tracker.capture.robots import Rules, robots_address, token_of

US = "news-update-tracker"
PAGE = "https://outlet.example/2024/story?id=1"


def rules(text: str) -> Rules:
    return Rules(US, text)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /2024/", False),
        ("User-agent: *\nDisallow: /2023/", True),
        ("User-agent: *\nDisallow: /*id=", False),
        ("User-agent: *\nDisallow: /2024/\nAllow: /2024/story", True),
        ("User-agent: *\nDisallow: /2024$", True),
        ("User-agent: googlebot\nDisallow: /", True),
        (f"User-agent: {US}\nDisallow: /", False),
        (f"User-agent: {US.upper()}/9.1 # that one\nDisallow: /", False),
        (f"User-agent: *\nDisallow: /\n\nUser-agent: {US}\nAllow: /", True),
        (f"User-agent: googlebot\nUser-agent: {US}\nDisallow: /", False),
        (f"User-agent: {US}-pro\nDisallow: /", True),
        ("User-agent: news\nDisallow: /", True),
        ("User-agent: n\nDisallow: /", True),
        (f"User-agent: {US}\nDisallow: /a\n\nUser-agent: {US}\nDisallow: /2024", False),
        ("USER-AGENT : *\r\ndisallow : /", False),
        ("<html><body><h1>404</h1>User-agent: nobody</body></html>", True),
        ("Disallow: /", True),
        ("\x00\xff\ufffd", True),
    ],
)
def test_the_group_that_names_us_decides_else_the_one_for_all(text: str, allowed: bool) -> None:
    """The longest rule counts, the name is compared whole, and what is no robots.txt allows all."""
    assert rules(text).allows(PAGE) is allowed


def test_where_rules_could_not_be_had_nothing_is_allowed() -> None:
    """RFC 9309: an unreachable robots.txt closes the site."""
    assert not Rules(US, None).allows(PAGE)
    assert Rules(US, None).crawl_delay is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 10\nDisallow:", 10),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        (f"User-agent: *\nCrawl-delay: 10\n\nUser-agent: {US}\nCrawl-delay: 3", 3),
        ("User-agent: bingbot\nCrawl-delay: 10", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("", None),
    ],
)
def test_the_crawl_delay_is_the_one_for_us(text: str, seconds: float | None) -> None:
    """In seconds; nonsense counts as nothing said."""
    assert rules(text).crawl_delay == seconds


@pytest.mark.parametrize(
    ("address", "where"),
    [
        (PAGE, "https://outlet.example/robots.txt"),
        ("http://Outlet.Example:8080/a/b", "http://outlet.example:8080/robots.txt"),
    ],
)
def test_every_origin_has_its_own(address: str, where: str) -> None:
    """Scheme, host and port."""
    assert robots_address(address) == where


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [("news-update-tracker/0.1 (+https://x.example)", US), ("Desk-Bot", "desk-bot")],
)
def test_we_go_by_the_name_in_our_user_agent(user_agent: str, token: str) -> None:
    """Without version and contact."""
    assert token_of(user_agent) == token


@pytest.mark.parametrize(
    "line",
    [
        "User-agent: a{n}\n",
        "User-agent: a{n}\nDisallow: /{n}\n",
        "Disallow: /*{n}*$\n",
        "Disallow: " + "/*" * 400 + "\n",
        "user-agent" + " " * 400 + "\n",
    ],
)
def test_half_a_megabyte_of_malice_is_read_in_time(line: str) -> None:
    """Thousands of names with thousands of rules each would be millions, were they all kept."""
    names = "".join(f"User-agent: b{n}\n" for n in range(10_000))
    text = names + "".join(line.format(n=n) for n in range(300_000 // len(line)))
    start = time.process_time()
    assert isinstance(rules(text).allows(PAGE), bool)
    assert time.process_time() - start < 5
