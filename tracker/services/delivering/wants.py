"""What an endpoint wants to be told."""

import json
from dataclasses import dataclass, field

from tracker.delivery.messages import About, Data, DigestPublished, Shifted, StoryDiverged
from tracker.delivery.messages import NoticePublished as Notice
from tracker.newsroom.selection import Selection
from tracker.understanding.model import ShiftKind, Topic

_TOPIC = {
    "fact.shifted": Topic.FACT,
    "statement.shifted": Topic.STATEMENT,
    "wording.shifted": Topic.WORDING,
}


@dataclass(frozen=True, slots=True)
class Wants:
    """`types` of message, none: all; `schedules` whose digests, none: all; and of which shifts."""

    types: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)

    def take(self, data: Data) -> bool:
        """Whether a message that carries `data` is wanted."""
        return self._takes_type(data) and self._takes_shift(data) and self._takes_scope(data)

    def _takes_type(self, data: Data) -> bool:
        return not self.types or data.type in self.types

    def _takes_shift(self, data: Data) -> bool:
        match data:
            case Shifted(kind=kind, weight=weight):
                return self.selection.wants(_TOPIC[data.type], kind, weight)
            case Notice():
                return self.selection.wants(Topic.NOTICE, ShiftKind.APPEARED, 1.0)
            case _:
                return True

    def _takes_scope(self, data: Data) -> bool:
        match data:
            case DigestPublished():
                return self._takes_digest(data)
            case StoryDiverged(story=story):
                return self._of_no_article() or self.selection.story == story
            case _:
                article = getattr(data, "article", None)
                return article is None or self._is_of(article)

    def _takes_digest(self, data: DigestPublished) -> bool:
        if self.schedules:
            return data.schedule in self.schedules
        scope = data.scope
        chosen = self.selection
        return self._of_no_article() or (scope.kind, scope.name) in {
            ("story", chosen.story),
            ("outlet", chosen.outlet),
            ("tag", chosen.tag),
        }

    def _of_no_article(self) -> bool:
        chosen = self.selection
        return chosen.story is None and chosen.outlet is None and chosen.tag is None

    def _is_of(self, article: About) -> bool:
        chosen = self.selection
        return (
            (chosen.story is None or chosen.story in article.stories)
            and (chosen.outlet is None or chosen.outlet == article.outlet)
            and (chosen.tag is None or chosen.tag in article.tags)
        )


def loads(text: str) -> Wants:
    """What the column `wants` of an endpoint says."""
    found = json.loads(text)
    selection = Selection(
        story=found["story"],
        outlet=found["outlet"],
        tag=found["tag"],
        kinds=tuple(found["kinds"]),
        weight=found["weight"],
    )
    return Wants(tuple(found["types"]), tuple(found["schedules"]), selection)
