"""Who wrote it: names out of "By A, B and C" and of metadata."""

import re

_BY = re.compile(
    r"\s*(?:(?:story|text|words|reported|written|analysis|report)\s+)?by:?\s+", re.IGNORECASE
)
_JOINT = re.compile(r"\s*(?:,\s*(?:and|&)\s+|,|;|\||\band\b|&|/|·|\bwith\b)\s*", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_][\w.'’-]*\s?|(?:de|da|di|du|van|von|der|den|la|le|al|bin|ibn|el|of|the)\s){1,7}"
)
_PARTICLES = frozenset(
    {
        "al",
        "bin",
        "da",
        "de",
        "den",
        "der",
        "di",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "of",
        "the",
        "van",
        "von",
        "y",
    }
)
_ROLE = re.compile(
    r"\s*(?:[,|–—-]|\bin\b|\bfor\b)?\s*"
    r"(?:(?:chief|senior|staff|special|national|political|foreign|world)\s)*"
    r"(?:staff writer|writer|correspondent|reporter|editor|associated press|reuters|ap|afp"
    r"|bbc news)\b.*",
    re.IGNORECASE,
)
_LONGEST = 250
_MAC = re.compile(r"\bMc([a-z])")


def byline_of(line: str) -> tuple[str, ...]:
    """The names of a line "By ...", or nothing where the line is none."""
    opening = _BY.match(line)
    if not opening or len(line) > _LONGEST:
        return ()
    names = split_names(line[opening.end() :])
    return names if names and all(map(is_name, names)) else ()


def split_names(text: str) -> tuple[str, ...]:
    """Names apart, in reading order, each once, in a name's usual capitals."""
    bare = _BY.sub("", text[:_LONGEST], count=1) if _BY.match(text) else text[:_LONGEST]
    parts = (part.strip(" .,;:()[]") for part in _JOINT.split(" ".join(bare.split())))
    names = (spelled(part) for part in parts if part and not _ROLE.fullmatch(part))
    return tuple(dict.fromkeys(names))


def is_name(text: str) -> bool:
    """Whether the text can be a person's or an agency's name: few words, capital letters first."""
    words = text.split()
    if not 1 <= len(words) <= 6 or not _NAME.fullmatch(text):  # noqa: PLR2004
        return False
    return all(word in _PARTICLES or not word[0].islower() for word in words)


def spelled(name: str) -> str:
    """ADAM McVIE and adam mcvie as Adam McVie; a name in mixed letters stays as it is."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or not all(map(str.isupper, letters)) or " " not in name:
        return name
    words = [_capitalised(word) for word in name.split()]
    return " ".join(words)


def _capitalised(word: str) -> str:
    if word.lower() in _PARTICLES and len(word) <= 3:  # noqa: PLR2004
        return word.lower()
    parts = re.split(r"([-'’.])", word.lower())
    joined = "".join(part[:1].upper() + part[1:] for part in parts)
    return _MAC.sub(lambda found: f"Mc{found[1].upper()}", joined)
