"""Finds the words that name who is speaking, behind a cue."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.grammar import PRONOUNS, Range, is_name, is_participle
from tracker.understanding.statements.units import Token


def after(tokens: Sequence[Token], start: int) -> Range | None:
    """Tokens that name the speaker from `start` on: "said Ana Ruiz, head of the union"."""
    at = start
    described = relative = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "quote":
            break
        if token.kind == "sign":
            if not _runs_on(tokens, at):
                break
            if token.text == "," and relative:
                break
            described = described or token.text == ","
        elif at > start and not relative and _leaves(tokens, at, described=described):
            break
        elif token.low in {"who", "whose"}:
            relative = True
        elif not is_name(token) and token.low not in words("prepositions"):
            described = True
        at += 1
    return (start, at) if at > start else None


def _runs_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign inside a name does not end it."""
    token = tokens[at]
    return token.text in "()-&/@#" or (token.text == "," and apposition_follows(tokens, at))


def apposition_follows(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the comma leads to an apposition, not to a participle or a new clause."""
    if comma + 1 >= len(tokens):
        return False
    following = tokens[comma + 1]
    if following.kind != "word" or is_participle(following):
        return False
    if following.low in {"who", "whose", "of", "now", "then", "formerly"}:
        return True
    return not (
        following.low in words("prepositions")
        or following.low in words("times")
        or following.low in words("subordinators")
        or following.low in PRONOUNS
        or following.low in words("adverbs")
    )


def _leaves(tokens: Sequence[Token], at: int, *, described: bool) -> bool:
    """Whether the name ends before this word: "said Ruiz | on Monday", "| in an interview"."""
    word = tokens[at].low
    if word in words("times"):
        return not is_name(tokens[at - 1]) or is_name(tokens[at])
    if word == "of" or word in {"who", "and"}:
        return False
    if word not in words("prepositions"):
        return word in words("subordinators")
    ahead = {token.low for token in tokens[at + 1 : at + 5]}
    return not described or bool(ahead & (words("times", "occasions")))
