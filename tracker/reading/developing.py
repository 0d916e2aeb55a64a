"""Whether an article says itself that more is to come."""

import re

from tracker.article.reading import Reading

_SAYS = re.compile(
    r"\b(?:(?:developing|breaking) (?:news )?story|this is a developing"
    r"|live (?:updates?|blog)|live:"
    r"|(?:more|details?) to (?:follow|come)|more details? (?:soon|to follow)|updates? to follow"
    r"|(?:story|article|page) (?:is being|will be) updated|check back for updates"
    r"|refresh (?:the|this) page)",
    re.IGNORECASE,
)
_OPENING = 3  # blocks, and as many at the end: in between, people talk of such things


def is_developing(reading: Reading) -> bool:
    """Whether headline, dek, or the first or last blocks announce updates."""
    texts = [block.text for block in (*reading.blocks[:_OPENING], *reading.blocks[-_OPENING:])]
    return any(_SAYS.search(text[:400]) for text in (reading.headline, reading.dek, *texts) if text)
