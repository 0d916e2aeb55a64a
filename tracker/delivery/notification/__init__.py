"""Telling people through the services that they use: mail, Slack, Discord, Teams, Matrix, ...

In: a message's JSON, an Apprise address, perhaps a template. Out: one attempt's outcome. It must
never know the outbox, nor let page text become live or an address be repeated.
"""

from tracker.delivery.notification.formats import Format
from tracker.delivery.notification.sending import Limits, limits_of, notify
from tracker.delivery.notification.targets import (
    Target,
    check_target,
    is_service_address,
    shown,
)
from tracker.delivery.notification.templates import (
    Template,
    load_template,
    loads,
    read_template,
)

__all__ = [
    "Format",
    "Limits",
    "Target",
    "Template",
    "check_target",
    "is_service_address",
    "limits_of",
    "load_template",
    "loads",
    "notify",
    "read_template",
    "shown",
]
