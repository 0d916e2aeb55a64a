"""What is searched when an article is named by words; databases fold the case of ASCII alone."""

import unicodedata


def searched(*parts: str | None) -> str:
    """The parts that there are, on one line, without regard to case and composition of letters."""
    told = " ".join(part for part in parts if part)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", told).casefold())
