"""TimeMaps (RFC 7089): all mementos of an address that an archive has, in pages of links."""

from collections.abc import Iterator

from tracker.capture.imports.asking import Asker
from tracker.capture.imports.linkformat import parse_links
from tracker.capture.imports.mementos import Memento, Mementos
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.errors import InputError, NetworkError

MOST_PAGES = 1_000
_TELLING = {"original", "self", "timegate", "timemap", "memento"}


class TimeMap:
    """The mementos of the TimeMap at `address`; its cursor counts them."""

    total = None

    def __init__(self, address: str, asker: Asker, mementos: Mementos) -> None:
        self.name = f"timemap {address}"
        self._address = address
        self._asker = asker
        self._mementos = mementos

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """A step a memento. Raises InputError where there is no TimeMap at the address."""
        done = int(cursor or 0)
        for number, found in enumerate(self._found(), start=1):
            if number > done:
                yield Step(self._item(found), str(number), number)

    def _item(self, found: Memento | None) -> Recorded | Skipped:
        if found is None:
            return Skipped("broken line", f"{self._address}: not all of it is links.")
        return self._mementos.fetch(found)

    def _found(self) -> Iterator[Memento | None]:
        """The mementos of all pages, None for what is no link."""
        waiting, met, original = [self._address], {self._address}, ""
        while waiting:
            text = self._text(waiting.pop(0))
            original = _original(text) or original
            for link in parse_links(text):
                if link is None:
                    yield None
                elif "memento" in link.relations and original:
                    yield Memento(link.target, original, link.moment)
                elif "timemap" in link.relations and _is_new(link.target, met):
                    waiting.append(link.target)

    def _text(self, address: str) -> str:
        capture = self._asker.ask(address)
        if capture.body is None:
            raise NetworkError(f"{address}: answered {capture.status}.")
        text = capture.body.decode("utf-8", "replace")
        if not any(link and link.relations & _TELLING for link in parse_links(text)):
            raise InputError(
                f"{address} is no TimeMap (application/link-format). The Wayback Machine's are at "
                "https://web.archive.org/web/timemap/link/ADDRESS."
            )
        return text


def _original(text: str) -> str | None:
    links = (link for link in parse_links(text) if link and "original" in link.relations)
    return next((link.target for link in links), None)


def _is_new(page: str, met: set[str]) -> bool:
    """Whether a page of the TimeMap is still to be asked for; it counts as met then."""
    if page in met or len(met) >= MOST_PAGES:
        return False
    met.add(page)
    return True
