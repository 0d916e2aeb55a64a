"""The digest as one HTML page that needs nothing else: no scripts, no fetches, fit to print."""

from base64 import b64encode
from datetime import tzinfo
from hashlib import sha256

from tracker.digest import captions
from tracker.digest.escaping import inert
from tracker.digest.model import Digest, Quote, is_silent
from tracker.digest.phrases import UNNAMED, clock, stamp
from tracker.digest.summary import coverage, summary


def render_html(digest: Digest, zone: tzinfo) -> str:
    """The page; times are shown in `zone`. Every value is escaped by Jinja where it stands."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("tracker.digest")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters.update(
        pieces=pieces,
        clock=lambda moment: clock(moment, zone),
        stamp=lambda moment: stamp(moment, zone),
        link=_link,
    )
    environment.tests["silent"] = is_silent
    css = loader.get_source(environment, "digest.css")[0]
    return environment.get_template("digest.html.j2").render(
        digest=digest,
        captions=captions,
        unnamed=UNNAMED,
        summary=summary(digest),
        coverage=coverage(digest),
        window=captions.window_words(digest.window, zone),
        only=captions.only_words(digest.scope),
        css=css,
        css_hash=b64encode(sha256(css.encode()).digest()).decode(),
    )


def pieces(quote: Quote) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is marked."""
    found: list[tuple[str, bool]] = []
    position = 0
    for start, end in quote.marks:
        found += [(quote.text[position:start], False), (quote.text[start:end], True)]
        position = end
    return [piece for piece in (*found, (quote.text[position:], False)) if piece[0]]


def _harmless(value: object) -> object:
    """Plain strings without control characters; what macros return is finished HTML."""
    return inert(value) if type(value) is str else value


def _link(address: str) -> str | None:
    """The address where following it is a visit to a page, None where it could be anything else."""
    return address if address.startswith(("https://", "http://")) else None
