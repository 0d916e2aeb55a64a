"""Proving that the log is what was recorded: its chain holds, and every version folds."""

from dataclasses import dataclass

from tracker.article.fold import Article
from tracker.article.identity import article_of
from tracker.errors import IntegrityError
from tracker.eventstore.model import Problem, Verification
from tracker.eventstore.store import Progress
from tracker.projections.streams import StreamCommit, commits_of, recorded
from tracker.services.context import Context


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk over the whole log found, and how many versions fold to their own hash."""

    log: Verification
    versions: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify_all(context: Context, progress: Progress | None = None) -> Verified:
    """Walk the chain, then fold every version of every article; nothing is changed."""
    log = context.store.verify(progress)
    folding = _Folding()
    if log.ok:
        for commit in commits_of(context.store.read_all()):
            folding.take_in(commit)
    return Verified(log, folding.versions, (*log.problems, *folding.problems))


class _Folding:
    """Folds all articles side by side, in one pass over the log."""

    def __init__(self) -> None:
        self._articles: dict[str, Article] = {}
        self.problems: list[Problem] = []
        self.versions = 0

    def take_in(self, commit: StreamCommit) -> None:
        article = article_of(commit.stream)
        if article is None:
            return
        state = self._articles.setdefault(article, Article(article))
        before = len(state.versions)
        try:
            if taken := recorded(commit):
                state.apply(taken)
        except (IntegrityError, KeyError) as error:
            self.problems.append(Problem(str(error), commit=commit.number))
        self.versions += len(state.versions) - before
