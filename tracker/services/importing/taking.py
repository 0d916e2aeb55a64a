"""Taking in one capture that somebody else made."""

import hashlib

from tracker.capture.archive import Outcome
from tracker.capture.imports.steps import Recorded, Skipped
from tracker.errors import InputError
from tracker.services.context import Context
from tracker.services.importing.known import is_taken
from tracker.services.taking.holding import take_or_hold
from tracker.services.taking.look import Look

REPEATED = "taken before"
NO_ARTICLE = "no article"
UNLIKE = "not like an article"
TO_COME = "in the future"


def take_recorded(context: Context, page: Recorded, *, surely: bool = False) -> Outcome | Skipped:
    """Take in a capture, or hold it where it looks broken; what came of it, or why it was skipped.

    One that is in the archive is not read again, unless `surely`. Of what is skipped nothing is
    kept.
    """
    where = f"{page.address}, {page.observed_at:%Y-%m-%d %H:%M:%S %Z}"
    if page.observed_at > context.clock():
        return Skipped(TO_COME, f"{where}: that is still to come.")
    try:
        if not surely and _is_kept(context, page):
            return Skipped(REPEATED)
        verdict = take_or_hold(context, _look(page))
    except InputError as error:
        return Skipped(NO_ARTICLE, f"{where}: {error}")
    if verdict.taken is not None:
        return verdict.taken.outcome
    if verdict.article is not None:
        return Outcome.SUSPECTED
    return Skipped(UNLIKE, f"{where}: {'; '.join(verdict.reasons)}.")


def _is_kept(context: Context, page: Recorded) -> bool:
    raw = hashlib.sha256(page.body).hexdigest()
    return is_taken(context, page.address, page.observed_at, raw)


def _look(page: Recorded) -> Look:
    return Look(
        address=page.address,
        body=page.body,
        observed_at=page.observed_at,
        dated=True,
        media_type=page.media_type,
        status=page.status,
        outlet=page.outlet,
        tags=page.tags,
        moved=page.moved,
        final_address=page.final_address,
        headers=page.headers,
    )
