"""Why a shift was reported: everything that it rests on, gathered from log and projections."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.digest.model import Quote
from tracker.digest.quoting import quotes
from tracker.errors import InputError, NotFoundError
from tracker.projections.announcing import Announcement, announcement
from tracker.projections.queries import Among, Span, article_records, version_records
from tracker.projections.records import ArticleRecord, ShiftRecord, VersionRecord
from tracker.projections.shifted import shift_records
from tracker.projections.streams import load_article
from tracker.services.context import Context


@dataclass(frozen=True, slots=True)
class Explanation:
    """A shift with its grounds.

    The rules are in `shift` itself: its `reasons`, its `weighing` and the `rule` of either item.
    `old_sentence` and `new_sentence` have the changed words marked. `chain` are all shifts of the
    same fact or statement in the order of time, this one among them.
    """

    article: ArticleRecord
    shift: ShiftRecord
    old_version: VersionRecord
    new_version: VersionRecord
    old_sentence: Quote | None
    new_sentence: Quote | None
    announcement: Announcement
    chain: tuple[ShiftRecord, ...]


def explain(context: Context, article: str, wanted: str) -> Explanation:
    """Explain the shift of `article` (an id) that has the id `wanted`, or the one it begins.

    Raises NotFoundError where no shift has it and InputError where several have.
    """
    among = Among(ids=(article,))
    with context.engine.connect() as connection:
        shifts = shift_records(connection, among, Span())
        (record,) = article_records(connection, among)
        versions = {each.number: each for each in version_records(connection, among)}
    shift = _chosen(shifts, wanted, article)
    old, new = versions[shift.old_version], versions[shift.new_version]
    folded = load_article(context.store, article).versions
    return Explanation(
        record,
        shift,
        old,
        new,
        *quotes(shift.shift.old, shift.shift.new),
        announcement(folded[old.commit].reading, folded[new.commit].reading),
        tuple(each for each in shifts if each.chain == shift.chain),
    )


def _chosen(shifts: Sequence[ShiftRecord], wanted: str, article: str) -> ShiftRecord:
    found = [each for each in shifts if wanted and each.id.startswith(wanted.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(each.id for each in found[:5])
        raise InputError(f"several shifts begin with {wanted!r}: give more of one ({ids}).")
    raise NotFoundError(
        f"no shift of this article has the id {wanted!r}:"
        f" 'tracker diff {article[:8]} A..B' lists those between two versions."
    )
