"""`schedule ...`: when digests are published."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.call import Call, add_commands
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from tracker.cli.answers import Schedule
    from tracker.services.context import Context
    from tracker.services.scheduling.outlook import Outlook
    from tracker.services.scheduling.schedules import Kept

schedule_app = typer.Typer(
    name="schedule", no_args_is_help=True, help="When digests are published."
)

ScheduleName = Annotated[str, typer.Argument(metavar="NAME", help="The schedule's name.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        schedule_app,
        {
            "add": schedule_add,
            "apply": schedule_apply,
            "list": schedule_list,
            "show": schedule_show,
            "preview": schedule_preview,
            "pause": schedule_pause,
            "resume": schedule_resume,
            "remove": schedule_remove,
        },
    )
    app.add_typer(schedule_app)


def schedule_add(
    call: Call,
    name: ScheduleName,
    cron: Annotated[
        str | None, typer.Option(help="At these times: five fields, such as '0 7 * * mon-fri'.")
    ] = None,
    on_shift: Annotated[
        bool, typer.Option("--on-shift", help="As soon as anything of it shifts.")
    ] = False,
    after_shifts: Annotated[
        int | None, typer.Option(metavar="N", help="As soon as N shifts have come.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="TIME", help="At most once in this time, such as 15m.")
    ] = None,
    quiet: Annotated[
        str | None, typer.Option(metavar="HOURS", help="Never in these hours: 22:00-07:00.")
    ] = None,
    story: Annotated[str | None, typer.Option(help="Only this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only articles with this tag.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only such shifts: fact, statement, revised, ... May be repeated."),
    ] = None,
    min_weight: Annotated[
        float | None, typer.Option(help="Only shifts of at least this weight, 0 to 1.")
    ] = None,
    empty: Annotated[
        str | None, typer.Option(help="An empty digest: skip it (the default) or send it.")
    ] = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Tell all that was recorded so far, too.")
    ] = False,
) -> None:
    """Publish a digest at set times, or when something shifts; adding a name again changes it.

    Times and hours are those of --zone.
    """
    from tracker.services.scheduling.schedules import add_schedule, find_schedule, without_articles
    from tracker.services.scheduling.typed import plan_of

    given: dict[str, Any] = {
        "cron": cron,
        "on_shift": on_shift or None,
        "after_shifts": after_shifts,
        "every": every,
        "quiet": quiet,
        "story": story,
        "outlet": outlet,
        "tag": tag,
        "kinds": kind or None,
        "min_weight": min_weight,
        "empty": empty,
    }
    told = {field: value for field, value in given.items() if value is not None}
    plan = plan_of(name, told, str(call.zone))
    with call.open(may_make=True) as context:
        kept = add_schedule(context, plan, from_start=from_start)
        _tell(context, kept, find_schedule(context, kept.name))
        if hint := without_articles(context, plan):
            console().print(hint, style="yellow")
        console().print(f"Database: {context.database}", style="dim")


def schedule_apply(
    call: Call,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="TOML: a table [schedules.NAME] for each.")
    ],
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the schedules that are not in the file.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the schedules those of a file: all of them, or none where one cannot be kept.

    Applying a file again changes nothing.
    """
    from tracker.cli.answers import AppliedSchedules
    from tracker.cli.faces.schedules import render_applied
    from tracker.services.scheduling.applying import plans_in
    from tracker.services.scheduling.schedules import add_all, list_schedules

    plans = plans_in(file, str(call.zone))  # first: a mistyped file must not make a database
    with call.open(may_make=True) as context:
        kept = add_all(context, plans, prune=prune)
        names = {row["name"] for row in list_schedules(context)}
        others = sorted(names - {each.name for each in kept})
        if as_json:
            answer = AppliedSchedules(context.database, kept, others)
            print_json(AppliedSchedules, answer)
            return
        render_applied(console(), kept, others)
        console().print(f"Database: {context.database}", style="dim")


def schedule_list(call: Call, as_json: JsonOption = False) -> None:
    """List the schedules: when each publishes, what of, and what it waits for."""
    from tracker.cli.answers import Schedules
    from tracker.cli.faces.schedules import render_schedules
    from tracker.services.scheduling.outlook import outlook
    from tracker.services.scheduling.schedules import list_schedules

    with call.open() as context:
        views = [outlook(context, row) for row in list_schedules(context)]
    if as_json:
        print_json(Schedules, Schedules([_answer(view) for view in views]))
    else:
        render_schedules(console(), views)


def schedule_show(call: Call, name: ScheduleName, as_json: JsonOption = False) -> None:
    """Show one schedule: its plan, how far it has told, and what comes next."""
    from tracker.cli.answers import Schedule
    from tracker.cli.faces.schedules import render_schedule
    from tracker.services.scheduling.outlook import outlook
    from tracker.services.scheduling.schedules import find_schedule

    with call.open() as context:
        view = outlook(context, find_schedule(context, name))
    if as_json:
        print_json(Schedule, _answer(view))
    else:
        render_schedule(console(), view)


def schedule_preview(call: Call, name: ScheduleName, as_json: JsonOption = False) -> None:
    """Show the next slots, or what is waited for, and the digest as it would be published now."""
    from tracker.cli.answers import SchedulePreview
    from tracker.cli.faces.schedules import render_outlook
    from tracker.digest.terminal import render_terminal
    from tracker.services.scheduling.outlook import outlook
    from tracker.services.scheduling.publishing import digest_of
    from tracker.services.scheduling.schedules import find_schedule

    with call.open() as context:
        row = find_schedule(context, name)
        view = outlook(context, row)
        digest = digest_of(context, row, context.store.head().position)
    if as_json:
        print_json(SchedulePreview, SchedulePreview(_answer(view), list(view.slots), digest))
        return
    out = console()
    render_outlook(out, view, digest)
    render_terminal(out, digest, call.zone)


def schedule_pause(call: Call, name: ScheduleName) -> None:
    """Publish nothing until it is resumed; what comes meanwhile is told then."""
    from tracker.services.scheduling.schedules import pause_schedule

    _change(call, name, pause_schedule)


def schedule_resume(call: Call, name: ScheduleName) -> None:
    """Publish again; the next digest tells all that came since the last one."""
    from tracker.services.scheduling.schedules import resume_schedule

    _change(call, name, resume_schedule)


def schedule_remove(call: Call, name: ScheduleName) -> None:
    """Publish no more digests under this name; what it published stays."""
    from tracker.services.scheduling.schedules import remove_schedule

    with call.open() as context:
        kept = remove_schedule(context, name)
        console().print(f"schedule {kept.name} is removed; what it published stays.")
        console().print(f"Database: {context.database}", style="dim")


def _change(call: Call, name: str, function: "Callable[[Context, str], Kept]") -> None:
    from tracker.services.scheduling.schedules import find_schedule

    with call.open() as context:
        kept = function(context, name)
        _tell(context, kept, find_schedule(context, kept.name))
        console().print(f"Database: {context.database}", style="dim")


def _tell(context: "Context", kept: "Kept", row: "RowMapping") -> None:
    from tracker.cli.faces.schedules import render_kept
    from tracker.services.scheduling.outlook import outlook

    render_kept(console(), kept, outlook(context, row))


def _answer(view: "Outlook") -> "Schedule":
    from tracker.cli.answers import Schedule

    plan, wanted = view.plan, view.plan.selection
    return Schedule(
        name=plan.name,
        cron=plan.cron,
        zone=plan.zone,
        story=wanted.story,
        outlet=wanted.outlet,
        tag=wanted.tag,
        kinds=wanted.kinds,
        min_weight=wanted.weight,
        shifts=plan.shifts,
        every=plan.every,
        quiet=plan.quiet,
        skip_empty=plan.skip_empty,
        paused=view.paused,
        cursor=view.cursor,
        last_slot=view.last_slot,
        next_slot=view.slots[0].moment if view.slots else None,
        late=view.late,
        waiting=view.waiting,
        waits_until=view.waits_until,
    )
