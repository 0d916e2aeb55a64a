"""Word classes that the statement rules lean on, told by word lists and endings."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.units import Token

Range = tuple[int, int]
PRONOUNS = frozenset({"i", "he", "she", "they", "we", "it", "you", "who", "which"})
RELATIVES = frozenset({"who", "which", "that"})
COMPLEMENTISERS = frozenset({"that", "whether", "if", "how", "why", "what", "who", "when", "where"})
_MONTH_OR_NAME = frozenset({"May", "Will"})
_CLOSING = frozenset(",.?!…—–-")
_SHORTEST_PAST = 4
_SHORTEST_ADVERB = 6


def low(tokens: Sequence[Token], at: int) -> str:
    """The lower-case word at an index, empty beyond either end."""
    return tokens[at].low if 0 <= at < len(tokens) else ""


def is_sign(tokens: Sequence[Token], at: int, signs: str) -> bool:
    """Whether the token is one of these signs."""
    return 0 <= at < len(tokens) and tokens[at].kind == "sign" and tokens[at].text[0] in signs


def is_pause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma or dash stands here, be it inside a closing quotation mark: “...,” adding."""
    if is_sign(tokens, at, ",—–-"):
        return True
    quoted = 0 <= at < len(tokens) and tokens[at].kind == "quote"
    return quoted and tokens[at].text.rstrip("”\"'’»› ").endswith(",")


def is_name(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper()


def closes_sentence(quoted: Token) -> bool:
    """Whether quoted words end a sentence or a clause of their own."""
    return quoted.text.rstrip("”\"'’»› ")[-1:] in _CLOSING or quoted.text[-1:].isalnum()


def is_finite(token: Token) -> bool:
    """Whether a word is surely a finite verb; "May" and "Will" in capitals are not."""
    if token.text in _MONTH_OR_NAME:
        return False
    return (
        token.low in words("be")
        or token.low in words("modals")
        or token.text in words("verbs")  # "Met" in capitals is a name
        or token.low.endswith(("n't", "'ll", "'ve", "'re", "'d"))
        or is_past(token)
    )


def is_past(token: Token) -> bool:
    """Whether a word looks like a regular past or participle."""
    return (
        token.kind == "word"
        and token.text[0].islower()
        and token.low.endswith("ed")
        and not token.low.endswith("eed")
        and len(token.low) >= _SHORTEST_PAST
    )


def is_participle(token: Token) -> bool:
    return token.kind == "word" and token.text[0].islower() and token.low.endswith("ing")


def has_finite(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(is_finite(tokens[at]) for at in range(start, end))


def is_adverb(token: Token) -> bool:
    """Whether a word is surely an adverb: listed, or in -ly."""
    return token.low in words("adverbs") or (
        token.low.endswith("ly") and len(token.low) > _SHORTEST_ADVERB and token.text[0].islower()
    )


def is_led(token: Token) -> bool:
    """Whether a word only leads into a clause: "But", "Meanwhile", "when"."""
    return token.low in words("subordinators") or token.low in words("adverbs")


def clause_ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause can stop in front of a token: at a sign, "on Friday", "because"."""
    if at >= len(tokens) or tokens[at].kind == "sign":
        return True
    word = tokens[at].low
    return word in words("prepositions") or word in words("times") or word in words("subordinators")
