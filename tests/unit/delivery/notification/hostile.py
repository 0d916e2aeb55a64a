"""What a page may say to become more than text in a chat or a mail."""

from typing import Any

from tracker.delivery import messages
from tracker.delivery.notification.samples import sample_body

HOSTILE = (
    "@everyone look",
    "@here and @channel and @room",
    "<!channel> <!here|here> <!subteam^S1>",
    "<@U123> <@&456> <#C789|general>",
    "<at>Chief</at> said",
    "[click](javascript:alert(1))",
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<https://evil.example|click> <http://evil.example>",
    "https://evil.example/ and www.evil.example and evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "**bold** __b__ ~~s~~ ||spoiler|| `code` ```block```",
    "&lt;!channel&gt; &#64;everyone &commat;here",
    "\\<@U123\\> \\@everyone",
    "\n# head\n> quote\n- item\n```\n",
    "\u202egnp.exe\u202c \x1b[31m",
    "tel:+4930123456 mailto:a@evil.example",
    "*|*_~`" * 20,
    "=?utf-8?q?a=0D=0ABcc:_thief@evil.example?=",
)


def hostile_body(words: str) -> dict[str, Any]:
    """A shift with these words in every place that a page fills."""
    body = sample_body(messages.FactShifted)
    data = body["data"]
    data["subject"] = data["before"] = data["after"] = words
    data["direction"] = None
    data["article"]["headline"] = words
    data["old"] = {"text": f"a {words} b", "marks": [[0, 1]]}
    data["new"] = {"text": f"a {words} c", "marks": [[2, 2 + len(words)]]}
    return body
