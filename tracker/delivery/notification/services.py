"""Apprise, loaded when it is first needed: which of its services are taken, and how each is used.

It takes 150 ms to load, and it talks a lot: both end here.
"""

import logging
import re
import warnings
from functools import cache
from threading import Lock
from typing import Any

from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.guard import is_watched

NAME = "News update tracker"

# What a scheme would do that is no notification over the network, by its name.
_HERE = "acts on this machine alone, where nobody may be looking"
_CUSTOM = "is a custom HTTP call; add it as a webhook, which is signed"
REFUSED = {
    **dict.fromkeys(
        (
            *("dbus", "kde", "qt", "glib", "gio", "gnome", "macosx", "windows", "growl"),
            *("blink1", "syslog"),
        ),
        _HERE,
    ),
    **dict.fromkeys(("json", "jsons", "xml", "xmls", "form", "forms"), _CUSTOM),
    "rsyslog": "never says whether a message arrived",
    "file": "is a file of this machine",
    "script": "would run a program",
    "exec": "would run a program",
}

REFUSED_OPTIONS = {
    **dict.fromkeys(
        ("template", "keyfile", "subfile", "pgppub", "pgpprv", "attach"),
        "would read files of this machine or of others",
    ),
    **dict.fromkeys(("pgp", "wkd"), "is not supported: mail is sent as it is"),
}

_loading = Lock()

# The hosts of https addresses that services hand out themselves and Apprise knows.
_NATIVE_HOSTS = re.compile(
    r"(?:.*\.)?(?:"
    r"hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com|chat\.googleapis\.com|inbots\.zoom\.us"
    r"|logic\.azure\.[a-z]+|(?:power|apps)platform(?:\.[a-z0-9-]+){1,3}"
    r"|webexapis\.com|api\.ciscospark\.com|webhooks\.t2bot\.io|guilded\.gg|fluxer\.app"
    r"|ryver\.com|api\.flock\.com|open\.larksuite\.com|cliq\.zoho(?:cloud)?(?:\.[a-z]+){1,2}"
    r"|ntfy\.sh|notica\.us|n\.tkte\.ch|maker\.ifttt\.com|alert\.victorops\.com|xmatters\.com"
    r"|api\.incident\.io|signals\.firehydrant\.com|(?:eu\.)?squadcast\.com|api\.spike\.sh"
    r"|push\.spug\.dev|push\.getnotifyapp\.com|(?:www\.)?stackfield\.com|(?:www\.)?youlmk\.com"
    r"|qyapi\.weixin\.qq\.com|qmsg\.zendee\.cn|(?:www\.)?pushplus\.plus|www\.kookapp\.cn"
    r"|api\.lfg\.gm|api\.wpush\.cn|developer\.lametric\.com|api\.46elks\.com"
    r")",
    re.IGNORECASE,
)

# Where a service takes more than one format: the richest whose escaping is tested here. All others
# get the one that Apprise itself would choose.
_CHOSEN = {"NotifyDiscord": Format.MARKDOWN, "NotifyMatrix": Format.HTML}

# These put a title into the text in ways of their own, past their escaping.
_NO_TITLE = frozenset({"NotifyDiscord", "NotifyMatrix", "NotifySlack", "NotifyTelegram"})


def may_be_native(host: str) -> bool:
    """Whether `host` is one of those whose https addresses Apprise knows; it is not loaded."""
    return _NATIVE_HOSTS.fullmatch(host) is not None


@cache
def schemes() -> frozenset[str]:
    """The schemes that are taken."""
    plugins = _plugins()
    return frozenset(
        name
        for name in plugins.schemas()
        if plugins[name].category == "native" and plugins[name].enabled and name not in REFUSED
    )


def is_known(scheme: str) -> bool:
    """Whether Apprise has such a scheme at all, usable here or not."""
    return scheme in _plugins().schemas()


def parse(address: str) -> dict[str, Any] | None:
    """The parts of an address, None where Apprise makes nothing of it."""
    _plugins()
    from apprise.plugins import url_to_dict

    found: dict[str, Any] | None = url_to_dict(address)  # type: ignore[no-untyped-call]
    return found


def make(parts: dict[str, Any]) -> Any:
    """The service that the parts of an address describe.

    It follows no redirects, keeps nothing on disk, and has no picture fetched by its readers.
    Raises whatever Apprise does where a part is missing or wrong.
    """
    from apprise import AppriseAsset, PersistentStoreMode

    asset = AppriseAsset(
        app_id=NAME,
        app_desc=NAME,
        app_url="",
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        storage_mode=PersistentStoreMode.MEMORY,
        async_mode=False,
        pgp_autogen=False,
        pem_autogen=False,
    )
    kind = _plugins()[parts["schema"]]
    made = _improved(kind)(**{**parts, "redirect": False, "asset": asset})
    made.redirects = False
    return made


def format_of(service: Any) -> Format:
    """The format that messages are made in: the one asked for by `?format=`, else our choice."""
    asked = getattr(service, "_format_override", None)
    name = _name(service)
    chosen = Format.MARKDOWN if name == "NotifySlack" else _CHOSEN.get(name)
    if asked is None and chosen is not None:
        return chosen
    return Format(service.resolve_format(None).value)


def takes_title(service: Any) -> bool:
    """Whether the service has a place for a title that is safe to fill."""
    is_markdown = format_of(service) is Format.MARKDOWN
    return bool(service.title_maxlen > 0) and not is_markdown and _name(service) not in _NO_TITLE


def name_of(service: Any) -> str:
    """What people call it."""
    names = {"NotifyEmail": "mail", "NotifyWorkflows": "Teams"}
    return names.get(_name(service), str(service.service_name))


def is_mail(service: Any) -> bool:
    """Whether it is mail that we hand to a server ourselves."""
    return _name(service) == "NotifyEmail"


def _name(service: Any) -> str:
    return next(kind.__name__ for kind in type(service).__mro__ if kind.__module__ != __name__)


def _plugins() -> Any:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Any:
    """Apprise's services, silenced.

    Its log has addresses and texts, and so has that of the libraries below it; nothing of them may
    reach ours.
    """
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs, of modules they still try
        import requests
        from apprise.manager_plugins import NotificationManager

        plugins = NotificationManager()  # type: ignore[no-untyped-call]
        plugins.schemas()  # type: ignore[no-untyped-call]  # loads them all
    # Proxies and ~/.netrc: behind a proxy nobody here could check the address, and secrets of this
    # machine's user are for nobody else. Apprise has no setting for it.
    requests.Session.trust_env = _Environment()  # type: ignore[assignment]
    return plugins


class _Environment:
    """`requests.Session.trust_env`, which is off in threads that send a notification."""

    def __get__(self, session: Any, kind: type | None = None) -> bool:
        return not is_watched() and bool(vars(session).get("trust_env", True))

    def __set__(self, session: Any, value: bool) -> None:
        vars(session)["trust_env"] = value


@cache
def _improved(kind: type) -> type:
    """The class to use for a service."""
    return _slack(kind) if kind.__name__ == "NotifySlack" else kind


_ESCAPES = re.compile(r"\\([^\w\s])")
_HIDDEN = 0xF0000  # a plane for private use, where no text has anything
_MARKUP = frozenset("*_~`")


def _slack(kind: type) -> type:
    """Slack with the escapes of CommonMark taken out: it knows none, and would show them."""
    from tracker.digest.escaping import WORD_JOINER

    shown = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {
        sign: f"{WORD_JOINER}{sign}{WORD_JOINER}" for sign in _MARKUP
    }

    def dialect_convert(self: Any, body: str, body_format: Any = None, *_: Any, **__: Any) -> str:
        if body_format != Format.MARKDOWN:
            converted: str = kind.dialect_convert(self, body, body_format)  # type: ignore[attr-defined]
            return converted
        hidden = _ESCAPES.sub(lambda found: chr(_HIDDEN + ord(found[1])), body)
        converted = kind.dialect_convert(  # type: ignore[attr-defined]
            self, hidden.replace("~~", "~"), body_format
        )
        return re.sub(
            rf"[{chr(_HIDDEN)}-{chr(_HIDDEN + 0xFFFD)}]",
            lambda found: shown.get(sign := chr(ord(found[0]) - _HIDDEN), sign),
            converted,
        )

    return type("Slack", (kind,), {"dialect_convert": dialect_convert, "__module__": __name__})
