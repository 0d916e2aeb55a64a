"""Which stories articles may belong to, and on what grounds."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tracker.cli.faces.articles import SHORT_ID
from tracker.digest import ink
from tracker.services.telling.suggesting import LinkState, SuggestedStory, Suggestion
from tracker.understanding.stories.affinity import CERTAIN, Ground, GroundKind

_SHOWN = 6  # names or words of a ground
_LONGEST = 72  # characters of a remark
_GROUNDS = {
    GroundKind.NAMES: "names in common",
    GroundKind.WORDS: "words in common",
    GroundKind.FIGURES: "the same figures",
    GroundKind.REMARKS: "the same remarks",
    GroundKind.COPY: "prints the same text",
    GroundKind.TIME: "days or weeks apart",
}


def render_suggestions(console: Console, suggestions: Sequence[Suggestion]) -> None:
    """Each article with its likeliest stories; those that fit none are named at the end."""
    if not suggestions:
        ink.say(console, ink.words("Every article is in a story.", ink.QUIET))
    for found in suggestions:
        short = (found.article.id[:SHORT_ID], ink.HEADING)
        outlet = (found.article.outlet, ink.OUTLET)
        ink.say(console, ink.line(short, outlet, found.article.label, gap="  "))
        for story in found.stories:
            _story(console, story, found)
        if not found.stories:
            ink.say(console, ink.words("fits no open story", ink.QUIET), 2)


def _story(console: Console, story: SuggestedStory, found: Suggestion) -> None:
    score = (f"{story.score:.2f}", ink.NEW if story.score >= CERTAIN else ink.QUIET)
    ink.say(console, ink.line(score, (story.name, ink.HEADING), story.title, gap="  "), 2)
    for ground in story.grounds:
        ink.say(console, _ground(ground), 8)
    ink.say(console, _state(story, found), 8)


def _ground(ground: Ground) -> Text:
    added = (f"{ground.added:+.2f}", ink.QUIET)
    more = len(ground.shared) - _SHOWN
    shown = [_short(text) for text in ground.shared[:_SHOWN]]
    rest = (f"and {more} more", ink.QUIET) if more > 0 else ("", "")
    return ink.line(added, (_GROUNDS[ground.kind], ink.QUIET), ", ".join(shown), rest)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def _state(story: SuggestedStory, found: Suggestion) -> Text:
    if story.linked is LinkState.BEFORE:
        return ink.words("is linked to it already", ink.QUIET)
    if story.linked is LinkState.NOW:
        return ink.words("linked to it now", ink.DECLARED)
    step = f"tracker story link {story.name} {found.article.id[:SHORT_ID]}"
    return ink.words(f"Next: {step}", ink.QUIET)
