"""Syndicated copies: one agency's text that several outlets print is one voice, not several."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from tracker.understanding.threads.accounts import SourceAccount

_FEWEST: Final = 4  # sentences and remarks that tell a text
_FEWEST_ALL: Final = 2  # the same where another outlet had every one of them
_SHARE: Final = 0.7  # of a text's sentences and remarks that another outlet had word for word


def find_copies(accounts: Sequence[SourceAccount]) -> dict[str, str]:
    """Sources that repeat an earlier one of another outlet: id of the copy -> id of the first."""
    first: dict[str, str] = {}
    had: dict[str, list[SourceAccount]] = defaultdict(list)
    for account in sorted(accounts, key=lambda account: (account.published, account.id)):
        wordings = _wordings(account)
        shared = Counter(
            earlier.id
            for wording in wordings
            for earlier in had[wording][:1]
            if earlier.outlet != account.outlet
        )
        for origin, count in shared.most_common(1):
            if _is_copied(count, len(wordings)):
                first[account.id] = first.get(origin, origin)
        for wording in wordings:
            had[wording].append(account)
    return first


def _is_copied(shared: int, wordings: int) -> bool:
    """Whether most of a text is another's, or all of one so short that little could be added."""
    if shared == wordings:
        return wordings >= _FEWEST_ALL
    return wordings >= _FEWEST and shared >= _SHARE * wordings


def _wordings(account: SourceAccount) -> set[str]:
    """Everything the account holds in words, spacing and case left aside."""
    sentences = {claim.sentence for claim in account.facts}
    said = {statement.text for statement in account.statements}
    return {" ".join(text.casefold().split()) for text in sentences | said}
