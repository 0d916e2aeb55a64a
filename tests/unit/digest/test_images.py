"""Lead images that were exchanged: told as what they are, and never as a shift."""

from io import StringIO
from zoneinfo import ZoneInfo

from rich.console import Console

from tests.unit.digest.builders import article, composed, version
from tracker.digest.articles import image_lines
from tracker.digest.html import render_html
from tracker.digest.markdown import render_markdown
from tracker.digest.material import Material
from tracker.digest.model import Digest, Window
from tracker.digest.summary import summary
from tracker.digest.terminal import render_terminal

BRIDGE = "https://img.courier.example/bridge.jpg"
TUNNEL = "https://img.courier.example/<tunnel>.jpg"
UTC = ZoneInfo("UTC")


def pictured() -> Material:
    timeline = (
        version(1, image=BRIDGE),
        version(2, image=BRIDGE),
        version(3, image=TUNNEL),
        version(4, image=None),
    )
    return Material(articles=(article(versions=4),), versions=timeline)


def told() -> Digest:
    return composed(pictured())


def test_every_exchange_inside_the_window_is_told() -> None:
    lines = told().images
    assert [(line.version, line.old, line.new) for line in lines] == [
        (3, BRIDGE, TUNNEL),
        (4, TUNNEL, None),
    ]
    assert not told().facts
    assert not told().wordings


def test_those_outside_are_not() -> None:
    assert [line.version for line in image_lines(pictured(), Window(after=30))] == [4]


def test_the_summary_counts_them() -> None:
    assert "2 lead images changed" in list(summary(told()))


def test_every_face_shows_them_and_none_makes_them_live() -> None:
    out = StringIO()
    render_terminal(Console(file=out, width=200), told(), UTC)
    for face in (out.getvalue(), render_markdown(told(), UTC), render_html(told(), UTC)):
        assert "lead images" in face.lower()
        assert "bridge" in face
    assert "<tunnel>" not in render_html(told(), UTC)
