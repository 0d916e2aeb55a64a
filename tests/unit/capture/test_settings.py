"""How we introduce ourselves, and what the settings of capturing refuse."""

import pytest
from pydantic import ValidationError

from tracker.capture.robots import token_of
from tracker.config import USER_AGENT, CaptureSettings


@pytest.mark.parametrize(
    ("contact", "introduction"),
    [
        ("", USER_AGENT),
        ("https://newsroom.example/bot", f"{USER_AGENT} (+https://newsroom.example/bot)"),
        ("desk@newsroom.example", f"{USER_AGENT} (+mailto:desk@newsroom.example)"),
    ],
)
def test_we_say_who_we_are_and_how_to_reach_us(contact: str, introduction: str) -> None:
    """As other robots do; robots.txt names us without either."""
    settings = CaptureSettings(contact=contact)
    assert settings.introduction == introduction
    assert token_of(settings.introduction) == "news-update-tracker"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact", "newsroom.example"),
        ("contact", "https://"),
        ("contact", "https://newsroom.example/) evil"),
        ("contact", "desk@newsroom.example\r\nX-Other: 1"),
        ("contact", "caf\xe9@newsroom.example"),
        ("user_agent", ""),
        ("user_agent", "1.0"),
        ("user_agent", "bot/1\r\nX-Other: 1"),
        ("user_agent", "caf\xe9/1"),
        ("allow_networks", ["10.0.0.1/8"]),
        ("allow_networks", ["intranet"]),
        ("gap", -1),
        ("max_bytes", 0),
        ("read_timeout", 0),
    ],
)
def test_what_no_header_could_hold_or_no_network_is_is_refused(name: str, value: object) -> None:
    """At the start, not at the first look."""
    with pytest.raises(ValidationError, match=name):
        CaptureSettings.model_validate({name: value})
