"""Reading the settings again while the daemon runs: what is wrong with them never ends it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tracker.config import Settings
from tracker.daemon.jobs import told

FIXED = ("database_url", "zone", "daemon.listen")
"""What a daemon that runs cannot change; it is told to be started anew."""

logger = logging.getLogger(__name__)


def reloaded(old: Settings, load: Callable[[], Settings]) -> Settings:
    """The settings to go on with: new ones, or the old where those cannot be used.

    What cannot be changed stays as it was. Names are logged, values never: they may be secret.
    """
    try:
        new = load()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the daemon goes on
        logger.error("settings not reloaded", extra={"error": told(error)})  # noqa: TRY400
        return old
    changed = _changed(old, new)
    if fixed := [name for name in changed if name in FIXED]:
        facts = {"settings": ", ".join(fixed), "next": "start the daemon anew"}
        logger.warning("settings that need a restart", extra=facts)
    applied = [name for name in changed if name not in FIXED]
    logger.info("settings reloaded", extra={"changed": ", ".join(applied) or "nothing"})
    listen = new.daemon.model_copy(update={"listen": old.daemon.listen})
    kept = {"database_url": old.database_url, "zone": old.zone, "daemon": listen}
    return new.model_copy(update=kept)


def _changed(old: Settings, new: Settings) -> list[str]:
    before, after = (dict(_flat(one.model_dump())) for one in (old, new))
    return [name for name in after if before.get(name) != after[name]]


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value
