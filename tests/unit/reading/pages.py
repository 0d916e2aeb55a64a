"""Pages of an outlet that does not exist, for the tests of reading."""

BODY = (
    "The dam above Ober held through a third night of rain, the governor said on Sunday.",
    "Some 1,200 people slept in schools while crews carried sandbags to the lower town.",
    "Two bridges stayed closed, and the county asked drivers to keep away from the river.",
    "The rain should end on Tuesday, forecasters said, and the water should fall after that.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
TEXT = "\n\n".join(BODY)


def page(body: str, *, head: str = "", language: str = "en") -> str:
    """A whole page around an article's markup, with what surrounds articles."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/valley">Valley</a></li></ul></nav>'
        f"<main><article>{body}</article></main>"
        '<aside class="related"><h3>Related</h3><a href="/x">A ferry runs late again</a></aside>'
        "<footer><p>© The Valley Record. All rights reserved.</p></footer></body></html>"
    )


def article(extra: str = "", *, head: str = "", title: str = "Dam above Ober holds") -> str:
    """A page whose article is the headline, `extra`, and the four paragraphs of the body."""
    return page(f"<h1>{title}</h1>{extra}{PARAGRAPHS}", head=head)
