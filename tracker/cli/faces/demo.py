"""One moment of the sample evening."""

from datetime import tzinfo

from rich.console import Console

from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.services.demo import Scene
from tracker.services.looks.seen import Sight


def render_scene(console: Console, scene: Scene, zone: tzinfo) -> None:
    """When, where, what the tracker saw, and what the sample holds there."""
    host = scene.look.address.split("/")[2]
    moment = (clock(scene.look.at, zone), ink.QUIET)
    what = ink.line((_what(scene), ink.HEADING), (scene.look.note, ink.QUIET), gap="  ")
    ink.say(console, ink.line(moment, (host, ink.OUTLET), what, gap="  "))


def _what(scene: Scene) -> str:
    taken = scene.seen.taken
    if scene.seen.sight is not Sight.TAKEN or taken is None:
        return str(scene.seen.sight)
    back = "back, " if scene.seen.returned else ""
    return f"{back}{taken.outcome} v{taken.version}"
