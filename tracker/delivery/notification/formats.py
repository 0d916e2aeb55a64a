"""The formats of text that notification services take, under the names Apprise has for them."""

from enum import StrEnum


class Format(StrEnum):
    """`MARKDOWN` is CommonMark, which Apprise turns into a service's own dialect."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
