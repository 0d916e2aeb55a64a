"""The pieces that the built-in texts are made of, in each format: a title, a quotation, a link.

Inline pieces return finished text for use inside others; the rest are lines, each one on a line of
its own in the templates.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from tracker.delivery.notification.escaping import escaped, finished, linked
from tracker.delivery.notification.formats import Format
from tracker.digest.escaping import WORD_JOINER
from tracker.digest.html import pieces
from tracker.digest.model import Quote

ARROW = " → "
_GAP = "\x01"  # a blank line before; foreign text has no control characters left


class Marks:
    """Plain text; the other formats differ in how each piece is dressed."""

    form = Format.TEXT
    between = "\n"

    def text(self, words: object) -> Markup:
        """Foreign words as themselves."""
        return words if isinstance(words, Markup) else escaped(str(words), self.form)

    def link(self, words: str, address: str | None) -> Markup:
        return linked(words, address, self.form)

    def strong(self, words: object) -> Markup:
        return self.text(words)

    def soft(self, words: object) -> Markup:
        return self.text(words)

    def joined(self, *parts: object, by: str = " · ") -> Markup:
        """What there is of the parts, with a separator of ours between."""
        return finished(by).join(self.text(part) for part in parts if part)

    def trail(self, values: Iterable[str], subject: str | None, verdict: str) -> Markup:
        """What stood, step by step, what it is about, and what became of it."""
        steps = finished(ARROW).join(self.strong(value) for value in values)
        about = self.text(subject) if steps and subject else self.strong(subject or "")
        return self.joined(steps, about, self.soft(verdict), by=" — ")

    def title(self, words: object) -> Markup:
        return self.strong(words)

    def news(self, words: object) -> Markup:
        """A title made of pieces that are dressed already."""
        return self.line(words)

    def section(self, words: str, number: int) -> Markup:
        """The heading of several items."""
        return Markup("{}{} ({})").format(_GAP, words.upper(), number)

    def head(self, words: object) -> Markup:
        """The heading of one item."""
        return Markup("{}{}").format(_GAP, self.text(words))

    def line(self, words: object) -> Markup:
        return self.text(words)

    def quiet(self, words: object) -> Markup:
        """A line of lesser weight: where and when."""
        return self.line(words)

    def point(self, words: object) -> Markup:
        """A line of a list."""
        return Markup("- {}").format(self.text(words))

    def was(self, quote: Quote) -> Markup:
        return Markup("  was: {}").format(self.text(quote.text))

    def now(self, quote: Quote) -> Markup:
        return Markup("  now: {}").format(self.text(quote.text))

    def said(self, quote: Quote | str) -> Markup:
        """A quotation of which no other version is at issue."""
        words = quote if isinstance(quote, str) else quote.text
        return Markup("  {}").format(self.text(words))

    def evidence(self, old: Quote | None, new: Quote | None) -> Markup:
        """The sentences at issue, one where only their place changed."""
        if old and new and old.text == new.text:
            return self.said(new.text)
        sides = [self.was(old)] if old else []
        return Markup("\n").join([*sides, *([self.now(new)] if new else [])])

    def whole(self, lines: Sequence[str]) -> str:
        """The message out of its lines."""
        return self.between.join(lines).replace(_GAP, "\n").strip("\n")


class MarkdownMarks(Marks):
    """CommonMark with struck words; paragraphs, as a single line break is none in half of them."""

    form = Format.MARKDOWN
    between = "\n\n"

    def strong(self, words: object) -> Markup:
        return Markup("**{}**").format(self.text(words)) if words else Markup()

    def soft(self, words: object) -> Markup:
        return Markup("*{}*").format(self.text(words)) if words else Markup()

    def section(self, words: str, number: int) -> Markup:
        return Markup("**{}** ({})").format(self.text(words), number)

    def head(self, words: object) -> Markup:
        return self.text(words)

    def was(self, quote: Quote) -> Markup:
        return Markup("> *was* {}").format(self._marked(quote, "~~"))

    def now(self, quote: Quote) -> Markup:
        return Markup("> *now* {}").format(self._marked(quote, "**"))

    def said(self, quote: Quote | str) -> Markup:
        whole = quote if isinstance(quote, Quote) else Quote(text=quote)
        return Markup("> {}").format(self._marked(whole, "**"))

    def _marked(self, quote: Quote, mark: str) -> Markup:
        """The sentence with its changed words between marks."""

        def between(words: str) -> str:
            # A mark beside punctuation is read as text, save where a letter or a joiner is between.
            before = "" if words[:1].isalnum() else WORD_JOINER
            after = "" if words[-1:].isalnum() else WORD_JOINER
            return f"{mark}{before}{self.text(words)}{after}{mark}"

        return _assembled(quote, self.text, between)

    def whole(self, lines: Sequence[str]) -> str:
        """Lines of a list, and of a quotation, stay together."""
        text = lines[0] if lines else ""
        for before, line in pairwise(lines):
            is_list = before.startswith("- ") and line.startswith("- ")
            text += ("\n" if is_list else self.between) + line
        return text


class HtmlMarks(Marks):
    """The few elements that Telegram, Matrix and mail all know."""

    form = Format.HTML

    def strong(self, words: object) -> Markup:
        return Markup("<b>{}</b>").format(self.text(words)) if words else Markup()

    def soft(self, words: object) -> Markup:
        return Markup("<i>{}</i>").format(self.text(words)) if words else Markup()

    def title(self, words: object) -> Markup:
        return self._block("p", self.strong(words))

    def section(self, words: str, number: int) -> Markup:
        return self._block("p", Markup("<b>{}</b> ({})").format(self.text(words), number))

    def head(self, words: object) -> Markup:
        return self.line(words)

    def line(self, words: object) -> Markup:
        return self._block("p", self.text(words))

    def point(self, words: object) -> Markup:
        return self._block("p", Markup("• {}").format(self.text(words)))

    def was(self, quote: Quote) -> Markup:
        return self._block("blockquote", _assembled(quote, self.text, self._struck))

    def now(self, quote: Quote) -> Markup:
        return self._block("blockquote", _assembled(quote, self.text, self.strong))

    def said(self, quote: Quote | str) -> Markup:
        return self.now(quote if isinstance(quote, Quote) else Quote(text=quote))

    def _struck(self, words: str) -> Markup:
        return Markup("<del>{}</del>").format(self.text(words))

    def _block(self, tag: str, inside: Markup) -> Markup:
        return Markup("<{0}>{1}</{0}>").format(tag, inside)


_MUTED = "color:#6b6760;color:light-dark(#6b6760,#a5a198)"
_STYLES = {
    "title": "margin:0 0 4px;font-size:24px;line-height:1.25;font-weight:700",
    "section": (
        "margin:32px 0 4px;padding-bottom:6px;border-bottom:1px solid #c9c4b8;font-size:16px;"
        "line-height:1.4;font-weight:700"
    ),
    "head": "margin:20px 0 2px;font-size:18px;line-height:1.4",
    "line": "margin:8px 0;font-size:16px;line-height:1.5",
    "quiet": f"margin:2px 0;font-size:16px;line-height:1.5;{_MUTED}",
    "point": "margin:2px 0;font-size:16px;line-height:1.5",
    "was": "border-left:4px solid #b5473a",
    "now": "border-left:4px solid #2c8550",
    "said": "border-left:4px solid #a09a8d",
}
_QUOTE = "margin:6px 0;padding:2px 0 2px 12px;font-size:16px;line-height:1.5;"


class MailMarks(HtmlMarks):
    """HTML for mail programs: styles stand on the elements, as many drop a style sheet.

    No backgrounds, and colours that hold on white and on black, as programs turn them on their own.
    """

    def title(self, words: object) -> Markup:
        return self._styled("h1", "title", words)

    def news(self, words: object) -> Markup:
        return self.title(words)

    def section(self, words: str, number: int) -> Markup:
        return self._styled("h2", "section", f"{words} ({number})")

    def head(self, words: object) -> Markup:
        return self._styled("h3", "head", words)

    def line(self, words: object) -> Markup:
        return self._styled("p", "line", words)

    def quiet(self, words: object) -> Markup:
        return self._styled("p", "quiet", words)

    def point(self, words: object) -> Markup:
        return self._styled("p", "point", words)

    def was(self, quote: Quote) -> Markup:
        return self._quoted("was", _assembled(quote, self.text, self._struck))

    def now(self, quote: Quote) -> Markup:
        return self._quoted("now", _assembled(quote, self.text, self.strong))

    def said(self, quote: Quote | str) -> Markup:
        whole = quote if isinstance(quote, Quote) else Quote(text=quote)
        return self._quoted("said", _assembled(whole, self.text, self.strong))

    def trail(self, values: Iterable[str], subject: str | None, verdict: str) -> Markup:
        """In a heading, which is bold already: what it is about is not."""
        steps = finished(ARROW).join(self.text(value) for value in values)
        about = self._plain(subject) if steps and subject else self.text(subject or "")
        said = Markup("<i>{}</i>").format(self._plain(verdict))
        return self.joined(steps, about, said, by=" — ")

    def _plain(self, words: str) -> Markup:
        return Markup('<span style="font-weight:400">{}</span>').format(self.text(words))

    def _quoted(self, style: str, inside: Markup) -> Markup:
        return Markup('<blockquote style="{}">{}</blockquote>').format(
            finished(_QUOTE + _STYLES[style]), inside
        )

    def _styled(self, tag: str, style: str, words: object) -> Markup:
        return Markup('<{0} style="{1}">{2}</{0}>').format(
            tag, finished(_STYLES[style]), self.text(words)
        )


MARKS: dict[Format, type[Marks]] = {
    Format.TEXT: Marks,
    Format.MARKDOWN: MarkdownMarks,
    Format.HTML: HtmlMarks,
}


def _assembled(quote: Quote, plain: Callable[[str], str], marked: Callable[[str], str]) -> Markup:
    """The sentence out of its pieces, with the white space at their ends."""
    found = []
    for words, is_marked in pieces(quote):
        before = " " if words[:1].isspace() else ""
        after = " " if words[-1:].isspace() and words.strip() else ""
        shown = (marked if is_marked else plain)(words.strip()) if words.strip() else ""
        found.append(f"{before}{shown}{after}")
    return finished("".join(found).strip())
