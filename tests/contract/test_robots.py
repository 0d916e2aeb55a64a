"""Rules of robots.txt as every database keeps them."""

from datetime import timedelta

from sqlalchemy import Engine

from tests.integration.loopback import Answer
from tests.integration.test_robots import NOON, PAGE, opened
from tracker.capture.robots import RobotsCache


def test_rules_are_kept_and_renewed(engine: Engine) -> None:
    """For all processes, odd bytes and all."""
    closed = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\x00\xff"
    later = NOON + timedelta(days=2)
    with opened(engine, seconds=5) as desk:
        assert not desk.ask(Answer(200, {}, closed))
        known = RobotsCache(engine, "desk-bot/1").known(PAGE, NOON)
        assert known is not None
        assert not known.allows(PAGE)
        assert desk.ask(Answer(404), later)
        renewed = RobotsCache(engine, "desk-bot/1").known(PAGE, later)
        assert renewed is not None
        assert renewed.allows(PAGE)
