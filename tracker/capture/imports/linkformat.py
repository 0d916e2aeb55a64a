"""Links as RFC 8288 writes them, in a Link header or a TimeMap (application/link-format)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.network.waiting import http_date

_SPACE = r"\s{0,20}"
_VALUE = r'"[^"]{0,500}"|[^\s",;<>]{0,500}'
_LINK = re.compile(
    rf"<([^<>\s]{{1,5000}})>((?:{_SPACE};{_SPACE}[\w*-]{{1,50}}(?:{_SPACE}={_SPACE}(?:{_VALUE}))?){{0,20}})"
)
_PARAMETER = re.compile(rf';{_SPACE}([\w*-]+)(?:{_SPACE}={_SPACE}("[^"]*"|[^\s",;<>]*))?')


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, what it is to what holds it, and its parameters (names in lower case)."""

    target: str
    parameters: Mapping[str, str]

    @property
    def relations(self) -> frozenset[str]:
        return frozenset(self.parameters.get("rel", "").lower().split())

    @property
    def moment(self) -> datetime | None:
        """The time of a memento (RFC 7089), None where none can be read."""
        return http_date(self.parameters.get("datetime", ""))


def parse_links(text: str) -> Iterator[Link | None]:
    """The links in `text`, one after another; None for something between them that is none."""
    end = 0
    for found in _LINK.finditer(text):
        if text[end : found.start()].strip(" \t\r\n,"):
            yield None
        pairs = ((name.lower(), value.strip('"')) for name, value in _PARAMETER.findall(found[2]))
        yield Link(found[1], dict(pairs))
        end = found.end()
    if text[end:].strip(" \t\r\n,"):
        yield None
