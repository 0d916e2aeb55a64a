"""Selectors of the kind everybody knows from style sheets, as far as an outlet's page needs them.

A name, classes, an id, and attributes, one part within another: `main .story p`,
`div#body[data-kind=text]`.
"""

import re
from typing import Any

_PART = re.compile(
    r"(?P<name>[a-zA-Z][\w-]*|\*)?"
    r"(?P<marks>(?:[.#][A-Za-z_-][\w-]*|\[[A-Za-z][\w:-]*(?:=[\w:./-]*)?\])*)"
)
_MARK = re.compile(r"([.#])([\w-]+)|\[([\w:-]+)(?:=([\w:./-]*))?\]")


def xpath_of(selector: str) -> str:
    """The selector as XPath; ValueError for what is none, or uses more than is known here."""
    parts = selector.split()
    if not parts:
        raise ValueError("a selector is empty")
    return "".join(f"//{_compiled(part, selector)}" for part in parts)


def found(tree: Any, path: str) -> list[Any]:
    """The elements of a tree that an XPath of `xpath_of` leads to, in the page's order."""
    return list(tree.xpath(f".{path}"))


def _compiled(part: str, selector: str) -> str:
    matched = _PART.fullmatch(part)
    if matched is None:
        raise ValueError(f"{selector!r} is no selector that is understood: {part!r} in it is not")
    name = (matched["name"] or "*").lower()
    return name + "".join(map(_condition, _MARK.findall(matched["marks"])))


def _condition(mark: tuple[str, str, str, str]) -> str:
    kind, value, attribute, wanted = mark
    match kind:
        case ".":
            return f"[contains(concat(' ', normalize-space(@class), ' '), ' {value} ')]"
        case "#":
            return f"[@id='{value}']"
        case _:
            return f"[@{attribute}='{wanted}']" if wanted else f"[@{attribute}]"
