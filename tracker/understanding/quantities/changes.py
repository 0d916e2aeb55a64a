"""Did it go up or down: the verb or word of change that governs a number."""

from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.tags import DETERMINER, NUMBER, VERB, verb_forms
from tracker.understanding.language.tokens import Tokens

DOWN = "down"
_REACH = 7
_FARTHEST = 12


@cache
def _movers() -> dict[str, str]:
    """Every form of the verbs of change, and the particles ("was up 5%")."""
    direction = {base: row[0] for row in rows("changes") for base in row[1].split()}
    forms = {form: direction[base] for form, base in verb_forms().items() if base in direction}
    return forms | direction


@cache
def _drivers() -> dict[str, str]:
    """Every form of the verbs of change, with those of what is done to something."""
    bases = {base: row[0] for row in rows("driven") for base in row[1].split()}
    return {form: bases[base] for form, base in verb_forms().items() if base in bases} | _movers()


def change_of(tokens: Tokens, tags: list[str], first: int) -> str | None:
    """The direction of the change that the number at token `first` states, if it states one."""
    if _is_minus(tokens, first):
        return DOWN
    if tokens.lowers[first - 1] == "by":
        return _driven(tokens, tags, first - 1)
    movers = _movers()
    for at in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens.lowers[at]
        if word in movers and _governs(tokens, tags, at):
            return movers[word]
        if tokens.lowers[at] == "to" and _moves(tokens, tags, at - 1):
            continue
        if _closes(tokens, tags, at):
            return None
    return None


def _driven(tokens: Tokens, tags: list[str], by: int) -> str | None:
    """As in "cut emissions by 90%", "raised the rate by half a point": what was done to it."""
    drivers = _drivers()
    for at in range(by - 1, max(-1, by - _FARTHEST), -1):
        word = tokens.lowers[at]
        if word in drivers and (tags[at] == VERB or tags[at + 1] == DETERMINER):
            return drivers[word]
        if tags[at] == VERB or tokens.words[at] in {";", ".", ":", ","}:
            break
    return None


def _is_minus(tokens: Tokens, first: int) -> bool:
    """As in "-1.3%"; not the hyphen of "sub-300", nor that of "minus-260", which is no change."""
    is_sign = tokens.words[first - 1] in {"-", "−"} and tokens.glued[first]
    return is_sign and not (tokens.glued[first - 1] and tokens.kinds[first - 2] == "word")


def _moves(tokens: Tokens, tags: list[str], at: int) -> bool:
    """As in "fell to", "dipped down to": what follows is where it went."""
    if tokens.lowers[at] in {"up", "down"} and tags[at - 1] == VERB:
        at -= 1
        if verb_forms().get(tokens.lowers[at]) in words("creeping"):
            return True
    return tokens.lowers[at] in _movers() and tags[at] == VERB


def _governs(tokens: Tokens, tags: list[str], at: int) -> bool:
    word = tokens.lowers[at]
    if word not in {"up", "down"}:
        return tags[at] == VERB
    moved = verb_forms().get(tokens.lowers[at - 1], tokens.lowers[at - 1])
    creeps = moved in words("creeping")
    if word == "up" and tokens.lowers[at + 1] == "to":
        return creeps and moved != "be"  # "lost up to 50" is a bound
    return creeps or moved in _movers() or tags[at - 1] != VERB


def _closes(tokens: Tokens, tags: list[str], at: int) -> bool:
    """The clause, or the figure before, ends here."""
    return tokens.lowers[at] in {",", ";", ".", ":", "(", ")", "to", "at", "and", "from"} or (
        tags[at] in {VERB, NUMBER}
    )
