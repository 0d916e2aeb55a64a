"""How an outlet's pages are to be read where they are read wrongly: selectors, and no code."""

import tomllib
from dataclasses import dataclass, fields
from typing import Any

from tracker.article.reading import Block
from tracker.reading.pages.density import blocks_within
from tracker.reading.pages.selectors import found, xpath_of


@dataclass(frozen=True, slots=True)
class Override:
    """XPaths of what to read as headline, dek, byline and body, and of what to `remove` first.

    Of each, the first that finds anything counts; all that finds anything is removed.
    """

    headline: tuple[str, ...] = ()
    dek: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def parse_override(text: str) -> Override:
    """An override out of TOML; ValueError says what is wrong with it."""
    names = [field.name for field in fields(Override)]
    paths: dict[str, tuple[str, ...]] = {}
    for name, value in tomllib.loads(text).items():
        if name not in names:
            raise ValueError(f"{name!r} is unknown; known are {', '.join(names)}")
        selectors = [value] if isinstance(value, str) else value
        if not isinstance(selectors, list) or not all(isinstance(each, str) for each in selectors):
            raise ValueError(f"{name!r} must be a selector or a list of them")
        paths[name] = tuple(map(xpath_of, selectors))
    return Override(**paths)


def remove(tree: Any, override: Override) -> None:
    """Take out of a parsed page what is none of any article."""
    for path in override.remove:
        for element in found(tree, path):
            if element.getparent() is not None:
                element.drop_tree()


def words_at(tree: Any, paths: tuple[str, ...]) -> str | None:
    """The words of the first element found."""
    for path in paths:
        for element in found(tree, path):
            if words := " ".join("".join(element.itertext()).split()):
                return words
    return None


def blocks_at(tree: Any, paths: tuple[str, ...]) -> list[Block]:
    """The blocks of the elements found, without repeating those within others."""
    for path in paths:
        elements = found(tree, path)
        outer = [each for each in elements if not any(a in elements for a in each.iterancestors())]
        if blocks := [block for element in outer for block in blocks_within(element)]:
            return blocks
    return []
