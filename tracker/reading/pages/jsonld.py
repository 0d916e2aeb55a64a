"""The article that a page describes in JSON-LD, however carelessly it was written."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Node: TypeAlias = Mapping[str, Any]
_ARTICLE = re.compile(
    r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|Review|ReportageNewsArticle)"
)
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_SPARE_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|description|articleSection|inLanguage)"\s{0,20}:'
    r'\s{0,20}"((?:[^"\\\n]|\\.){1,2000})"'
)
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
_DEEPEST = 6


def find_article(scripts: Iterable[str]) -> Node:
    """The JSON-LD object of the page's article; empty where there is none."""
    candidates = [
        node for script in scripts for root in _parsed(script) for node in _articles(root, 0)
    ]
    return max(candidates, key=_fullness, default={})


def text_of(value: Any) -> str | None:
    """The text of a value that may be a string, a list, or an object with a name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value") or value.get("url")
    if isinstance(value, list):
        return next(filter(None, map(text_of, value[:20])), None)
    return value.strip() or None if isinstance(value, str) else None


def names_of(value: Any) -> list[str]:
    """The names of authors: strings, objects, lists of either, or one name that is a list."""
    if isinstance(value, list):
        return [name for item in value[:50] for name in names_of(item)]
    if isinstance(value, Mapping):
        return names_of(value.get("name"))
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def _fullness(node: Node) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "url"))


def _articles(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _articles(item, depth + 1)
    elif isinstance(value, Mapping):
        kinds = value.get("@type")
        if any(
            _ARTICLE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        for name in _CONTAINERS:
            yield from _articles(value.get(name), depth + 1)


def _parsed(script: str) -> Iterator[Any]:
    text = _WRAPPED.sub("", script).strip()
    for attempt in (text, _SPARE_COMMA.sub("", text)):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield _salvaged(text)


def _salvaged(text: str) -> Node:
    """What single fields of broken JSON still say, the first of each."""
    fields: dict[str, Any] = {"@type": "Article"}
    for name, value in _FIELD.findall(text):
        try:
            fields.setdefault(name, json.loads(f'"{value}"', strict=False))
        except ValueError:
            fields.setdefault(name, value)
    return fields if len(fields) > 1 else {}
