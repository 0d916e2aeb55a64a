"""What the markup of a page declares: meta elements, links, times, headings; one walk."""

from dataclasses import dataclass, field
from typing import Any

_WALKED = ("meta", "link", "time", "title", "h1", "script", "base")
_LONGEST_LABEL = 40  # characters
_MOST = 5000  # elements of these names; more are no page's declarations


@dataclass(frozen=True, slots=True)
class Declarations:
    """Names are lower case; of each name the first value counts."""

    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    title: str | None = None
    headings: list[str] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)


def declarations(tree: Any) -> Declarations:
    """Everything a page declares of itself; `times` are (datetime attribute, label and words)."""
    canonical = title = None
    found = Declarations()
    for _, element in zip(range(_MOST), tree.iter(*_WALKED), strict=False):
        match element.tag:
            case "meta":
                _add_meta(found.meta, element)
            case "link" if element.get("rel") == "canonical":
                canonical = canonical or element.get("href")
            case "title":
                title = title or _words(element)
            case "h1":
                found.headings.append(_words(element))
            case "time":
                found.times.append((element.get("datetime") or "", _labelled(element)))
            case "script" if "ld+json" in (element.get("type") or "") and element.text:
                found.json_ld.append(element.text)
    return Declarations(
        found.meta,
        canonical,
        tree.get("lang") or tree.get("xml:lang"),
        title,
        found.headings,
        found.times,
        found.json_ld,
    )


def _add_meta(meta: dict[str, str], element: Any) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    value = (element.get("content") or "").strip()
    if name and value:
        meta.setdefault(name.lower(), value)


def _labelled(element: Any) -> str:
    """The words of a time and those right before it: "Updated" often stands outside."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return f"{(before or '')[-_LONGEST_LABEL:]}{_words(element)}".strip()


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
