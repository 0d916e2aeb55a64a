"""`endpoint ...`: who is told what, and how it gets there."""

import json
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.answers.made import made
from tracker.cli.call import Call, add_commands
from tracker.cli.choices import one_of
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json
from tracker.errors import InputError, NetworkError

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from tracker.cli.answers import Endpoint
    from tracker.services.delivering.wants import Wants

endpoint_app = typer.Typer(
    name="endpoint", no_args_is_help=True, help="Who is told: webhooks, mail, chat services."
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name, or its address.")]
SecretOption = Annotated[
    str | None,
    typer.Option(
        metavar="SECRET",
        help="What signs: env:NAME or file:PATH where it is kept, or whsec_...; else one is made.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        endpoint_app,
        {
            "add": endpoint_add,
            "list": endpoint_list,
            "test": endpoint_test,
            "rotate": endpoint_rotate,
            "pause": endpoint_pause,
            "resume": endpoint_resume,
            "remove": endpoint_remove,
        },
    )
    app.add_typer(endpoint_app)


def endpoint_add(
    call: Call,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS",
            help="https://... for a webhook, mailto:, slack: and others of Apprise for a"
            " notification; env:NAME or file:PATH where the address is kept.",
        ),
    ],
    name: Annotated[
        str | None, typer.Option(help="What to call it; else its host.", show_default=False)
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only this type of message; may be repeated."),
    ] = None,
    schedule: Annotated[
        list[str] | None, typer.Option(help="Only digests of this schedule; may be repeated.")
    ] = None,
    story: Annotated[str | None, typer.Option(help="Only this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only articles with this tag.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only this kind of shift, or shifts of this topic; may be repeated."),
    ] = None,
    min_weight: Annotated[
        float, typer.Option(min=0, max=1, help="Only shifts of at least this weight.")
    ] = 0.0,
    secret: SecretOption = None,
    template: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A notification's own Jinja template: .txt, .md, .html or .subject; repeatable.",
        ),
    ] = None,
    allow_loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="It may be on this very machine.")
    ] = False,
) -> None:
    """Tell an endpoint what is recorded from now on; adding a name again changes it.

    A webhook gets every type of message, a notification digests alone, unless --type says
    otherwise; with --kind or --min-weight both get shifts.
    """
    from tracker.cli.scope import among
    from tracker.newsroom.selection import Selection
    from tracker.services.delivering.endpoints import Wish, add_endpoint
    from tracker.services.delivering.wants import Wants

    if sum(one is not None for one in (story, outlet, tag)) > 1:
        raise InputError("--story, --outlet and --tag each choose articles: give one of them.")
    with call.open(may_make=True) as context:
        with context.engine.connect() as connection:
            scope = among(connection, story, None, None)
            schedules = _known_schedules(connection, schedule or ())
            hint = _without_articles(connection, outlet, tag)
        chosen = Selection(scope.story, outlet, tag, _kinds(kind or ()), min_weight)
        wish = Wish(
            address=address,
            name=name,
            allow_loopback=allow_loopback,
            allow_networks=[ip_network(text) for text in call.settings.delivery.allow_networks],
            wants=Wants(_types(types or ()), schedules, chosen),
            secret=secret,
            template=tuple(template or ()),
        )
        added = add_endpoint(context, wish)
        out = console()
        out.print(f"{added.kind} {added.name}: {added.shown}")
        out.print(f"Told: {_told(added.wants)}.")
        if hint:
            out.print(hint, style="yellow")
        if added.secret:
            out.print(f"Signing secret, shown this once: {added.secret}", soft_wrap=True)
        out.print(f"Next: tracker endpoint test {added.name}, then tracker run")
        out.print(f"Database: {context.database}", style="dim")


def endpoint_list(call: Call, as_json: JsonOption = False) -> None:
    """List the endpoints: what they are told, what waits for them, and how they do."""
    from tracker.cli.answers import Endpoints
    from tracker.cli.faces.endpoints import render_endpoints
    from tracker.services.delivering.endpoints import list_endpoints

    with call.open() as context:
        rows = list_endpoints(context)
    if as_json:
        print_json(Endpoints, Endpoints([_answer(row) for row in rows]))
    else:
        render_endpoints(console(), rows, call.zone)


def endpoint_test(call: Call, name: NameArgument) -> None:
    """Send an endpoint a test message now, and tell what it answers."""
    from tracker.delivery.webhook import Outcome
    from tracker.services.delivering.trying import try_endpoint

    with call.open() as context:
        delivery = try_endpoint(context, call.settings, name)
        if delivery.outcome is not Outcome.TAKEN:
            raise NetworkError(delivery.detail)
        console().print(f"{delivery.detail}: the test message was taken.", soft_wrap=True)


def endpoint_rotate(call: Call, name: NameArgument, secret: SecretOption = None) -> None:
    """Sign with a new secret, and for a day with the old one as well."""
    from tracker.delivery.references import is_reference
    from tracker.digest.phrases import stamp
    from tracker.services.delivering.endpoints import rotate_endpoint

    with call.open() as context:
        new, until = rotate_endpoint(context, name, secret)
        out = console()
        if secret is None:
            out.print(f"New signing secret, shown this once: {new}", soft_wrap=True)
        elif is_reference(new):
            out.print(f"Signed from now on with what stands at {new}.", soft_wrap=True)
        out.print(f"Deliveries carry the old signature too until {stamp(until, call.zone)}.")
        out.print(f"Database: {context.database}", style="dim")


def endpoint_pause(call: Call, name: NameArgument) -> None:
    """Deliver nothing to an endpoint until it is resumed; nothing is lost meanwhile."""
    from tracker.services.delivering.endpoints import pause_endpoint

    with call.open() as context:
        paused = pause_endpoint(context, name)
        console().print(f"{paused} is paused. Next: tracker endpoint resume {paused}")
        console().print(f"Database: {context.database}", style="dim")


def endpoint_resume(call: Call, name: NameArgument) -> None:
    """Deliver to a paused or disabled endpoint again, with all that it missed."""
    from tracker.services.delivering.endpoints import resume_endpoint

    with call.open() as context:
        resumed = resume_endpoint(context, name)
        console().print(f"{resumed} is delivered to again, with what it missed.")
        console().print(f"Database: {context.database}", style="dim")


def endpoint_remove(call: Call, name: NameArgument) -> None:
    """Deliver nothing more to an endpoint, and forget its secrets."""
    from tracker.services.delivering.endpoints import remove_endpoint

    with call.open() as context:
        removed = remove_endpoint(context, name)
        console().print(f"{removed} is removed; what was waiting for it is not delivered.")
        console().print(f"Database: {context.database}", style="dim")


def _answer(row: "RowMapping") -> "Endpoint":
    from tracker.cli.answers import Endpoint

    return made(Endpoint, dict(row) | {"wants": json.loads(row["wants"])})


def _types(given: Sequence[str]) -> tuple[str, ...]:
    from tracker.delivery.messages import TYPES

    return tuple(dict.fromkeys(one_of("--type", each, TYPES) for each in given))


def _kinds(given: Sequence[str]) -> tuple[str, ...]:
    from tracker.newsroom.selection import TOPICS
    from tracker.understanding.model import ShiftKind

    known = [*(kind.value for kind in ShiftKind), *sorted(TOPICS)]
    return tuple(dict.fromkeys(one_of("--kind", each, known) for each in given))


def _known_schedules(connection: "Connection", given: Sequence[str]) -> tuple[str, ...]:
    from sqlalchemy import select

    from tracker.projections.tables import schedules

    known = list(connection.scalars(select(schedules.c.name).order_by(schedules.c.name)))
    if given and not known:
        raise InputError("--schedule: there is no schedule yet. First: tracker schedule add NAME")
    return tuple(dict.fromkeys(one_of("--schedule", each, known) for each in given))


def _without_articles(connection: "Connection", outlet: str | None, tag: str | None) -> str | None:
    """A hint where no article has the outlet or the tag yet; endpoints may come before articles."""
    from tracker.projections.queries import Among, count_articles

    wanted = Among(outlet=outlet, tag=tag)
    if (outlet is None and tag is None) or count_articles(connection, wanted):
        return None
    kind, name = ("outlet", outlet) if outlet is not None else ("tag", tag)
    return f"No article has the {kind} {name!r} yet: 'tracker articles' shows what there is."


def _told(wants: "Wants") -> str:
    from tracker.cli.faces.endpoints import wants_words

    return wants_words(wants)
