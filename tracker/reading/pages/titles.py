"""Headlines without the name of their site, and the one that readers see."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_JOINT = re.compile(r"\s+[|·»•]\s+|\s+[-–—]\s+|\s*::\s*")
_WORD = re.compile(r"\w+")
_LONGEST_SITE = 5  # words
_ALIKE = 0.5


def cleaned_title(title: str, *, site: str | None, url: str | None) -> str:
    """`title` without the parts before and after it that name the site or a section."""
    title = " ".join(title.split())
    joints = list(_JOINT.finditer(title))
    if joints:
        last, first = joints[-1], joints[0]
        sure = "|" in last[0] and len(title[last.end() :].split()) <= _LONGEST_SITE
        if sure or _names_site(title[last.end() :], site, url):
            return cleaned_title(title[: last.start()], site=site, url=url)
        if _names_site(title[: first.start()], site, url):
            return title[first.end() :]
    return title


def seen_headline(headings: Iterable[str], declared: Iterable[str | None]) -> str | None:
    """The page's own heading where it is like a declared title, else the first declared title.

    What is declared is often worded for search engines; readers see the heading.
    """
    titles = [title for title in declared if title]
    words = [_words(title) for title in titles]
    visible = [heading for heading in headings if heading]
    for heading in visible:
        if any(_alike(_words(heading), other) for other in words):
            return heading
    return next(iter([*titles, *visible]), None)


def _names_site(part: str, site: str | None, url: str | None) -> bool:
    bare = "".join(_WORD.findall(part.lower()))
    if site and bare == "".join(_WORD.findall(site.lower())):
        return True
    labels = (urlsplit(url).hostname or "").split(".") if url else []
    return bool(bare) and bare in {
        "".join(_WORD.findall(label)) for label in (*labels, "".join(labels[-2:]))
    }


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title.lower()))


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one & other) and len(one & other) >= _ALIKE * min(len(one), len(other))
