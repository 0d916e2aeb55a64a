"""`articles`, `show`, `history`, `diff`: articles and their versions."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.output import console, print_json
from tracker.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tracker.cli.answers import HeldLook, NoiseLook
    from tracker.projections.records import ArticleRecord, VersionRecord
    from tracker.services.context import Context

ArticleArgument = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE",
        help="An id or the start of one, an address, or words of the headline or outlet.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON (see `tracker schema`).")]

PAGE = 50
"""Articles listed for a reader who does not say how many."""


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    for function in (articles, show, history, diff):
        command(app)(function)


def articles(
    call: Call,
    story: Annotated[str | None, typer.Option(help="Only those of this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only those of this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only those with this tag.")] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help=f"At most this many; else {PAGE}, in JSON all.", metavar="N"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the articles, the last changed first."""
    from tracker.cli.answers import Articles
    from tracker.cli.faces.articles import render_articles
    from tracker.cli.scope import among
    from tracker.projections.queries import article_records, count_articles

    most = limit or (None if as_json else PAGE)
    with call.open() as context, context.engine.connect() as connection:
        scope = among(connection, story, outlet, tag)
        found = article_records(connection, scope, most)
        rest = count_articles(connection, scope) - len(found)
    if as_json:
        print_json(Articles, Articles(found))
    else:
        render_articles(console(), found, call.zone, rest)


def show(
    call: Call,
    article: ArticleArgument,
    version: Annotated[int | None, typer.Option(help="This version; else the latest.")] = None,
    at: Annotated[str | None, typer.Option(help="The version that stood at this time.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show an article as it stands, or as it stood in a version or at a time."""
    from tracker.cli.answers import Show
    from tracker.cli.faces.show import render_version
    from tracker.projections.streams import load_article

    if version is not None and at is not None:
        raise InputError("--version and --at both choose a version: give one of them.")
    with call.open() as context, context.engine.connect() as connection:
        record, versions = _article(connection, article)
        chosen = _version_at(versions, call, at) if at else _numbered(versions, version)
        reading = load_article(context.store, record.id).versions[chosen.commit].reading
    if as_json:
        answer = Show(
            article=record.id,
            outlet=record.outlet,
            address=record.address,
            version=chosen.number,
            versions=len(versions),
            observed_at=chosen.observed_at,
            recorded_at=chosen.recorded_at,
            headline=reading.headline,
            dek=reading.dek,
            bylines=reading.bylines,
            published=reading.published,
            modified=reading.modified,
            notices=reading.notices,
            blocks=reading.blocks,
            text=reading.text,
            language=reading.language,
        )
        print_json(Show, answer)
    else:
        render_version(console(), reading, call.zone, record, chosen)


def history(call: Call, article: ArticleArgument, as_json: JsonOption = False) -> None:
    """List an article's versions and what each of them changed."""
    from tracker.cli.answers import History
    from tracker.cli.faces.history import render_history
    from tracker.projections.queries import Among, Span, presence_records
    from tracker.projections.shifted import shift_records

    with call.open() as context, context.engine.connect() as connection:
        record, versions = _article(connection, article)
        among = Among(ids=(record.id,))
        shifts = shift_records(connection, among, Span())
        presence = presence_records(connection, among, Span())
        held = _held(context, record.id)
    if as_json:
        print_json(History, History(record, versions, shifts, presence, held))
    else:
        render_history(console(), record, versions, shifts, presence, call.zone, held)


def _held(context: "Context", article: str) -> "tuple[HeldLook, ...]":
    from tracker.capture.archive import Outcome
    from tracker.cli.answers import HeldLook

    return tuple(
        HeldLook(look.observed_at, look.outcome is Outcome.DISMISSED, look.reasons)
        for look in context.archive.apart(article)
    )


def diff(
    call: Call,
    article: ArticleArgument,
    versions: Annotated[
        str | None,
        typer.Argument(
            metavar="[A..B]", help="Version numbers; else the last two.", show_default=False
        ),
    ] = None,
    with_noise: Annotated[
        bool, typer.Option("--with-noise", help="Also what asserts nothing, and why.")
    ] = False,
    style: Annotated[
        str, typer.Option("--format", help="inline, side, unified or json.")
    ] = "inline",
    as_json: JsonOption = False,
) -> None:
    """Show what one version changed against another, word by word."""
    from tracker.cli.answers import Diff
    from tracker.cli.choices import one_of
    from tracker.cli.faces.diff import DiffFormat, render_diff, render_noise
    from tracker.cli.faces.shifts import render_shift_ids
    from tracker.comparing.compare import compare_readings
    from tracker.digest.phrases import clock
    from tracker.projections.queries import Among, Span
    from tracker.projections.shifted import shift_records
    from tracker.projections.streams import load_article

    wanted = one_of("--format", style, [*DiffFormat, "json"])
    with call.open() as context, context.engine.connect() as connection:
        record, known = _article(connection, article)
        old, new = _pair(known, versions)
        folded = load_article(context.store, record.id).versions
        readings = folded[old.commit].reading, folded[new.commit].reading
        shifts = [
            shift
            for shift in shift_records(connection, Among(ids=(record.id,)), Span())
            if old.number <= shift.old_version and shift.new_version <= new.number
        ]
        looks = _noise_looks(context, known, old, new) if with_noise else []
    comparison = compare_readings(*readings)
    if as_json or wanted == "json":
        noise = comparison.noise if with_noise else ()
        answer = Diff(record.id, old.number, new.number, comparison.edits, shifts, noise, looks)
        print_json(Diff, answer)
        return
    names = (
        f"v{old.number}, {clock(old.observed_at, call.zone)}",
        f"v{new.number}, {clock(new.observed_at, call.zone)}",
    )
    out = console()
    render_diff(out, comparison, DiffFormat(wanted), names=names)
    if shifts and wanted != DiffFormat.UNIFIED:
        render_shift_ids(out, shifts)
    if with_noise:
        render_noise(out, comparison.noise, looks, call.zone)


def _article(connection: "Connection", wanted: str) -> "tuple[ArticleRecord, list[VersionRecord]]":
    from tracker.projections.lookup import find_article
    from tracker.projections.queries import Among, article_records, version_records

    among = Among(ids=(find_article(connection, wanted),))
    record = article_records(connection, among)[0]
    versions = version_records(connection, among)
    if not versions:
        raise NotFoundError(f"article {record.id[:8]} has no version yet: {record.address}")
    return record, versions


def _numbered(versions: "list[VersionRecord]", number: int | None) -> "VersionRecord":
    if number is None:
        return versions[-1]
    if not 1 <= number <= len(versions):
        raise NotFoundError(f"there is no version {number}: this article has 1 to {len(versions)}.")
    return versions[number - 1]


def _version_at(versions: "list[VersionRecord]", call: Call, at: str) -> "VersionRecord":
    moment = call.time(at)
    assert moment is not None
    stood = [version for version in versions if version.observed_at <= moment]
    if not stood:
        from tracker.digest.phrases import clock

        first = clock(versions[0].observed_at, call.zone)
        raise NotFoundError(
            f"nothing was seen of it by {clock(moment, call.zone)}: v1 is of {first}."
        )
    return stood[-1]


def _pair(
    versions: "list[VersionRecord]", given: str | None
) -> "tuple[VersionRecord, VersionRecord]":
    if given is None:
        if len(versions) == 1:
            raise NotFoundError("this article has one version only: there is nothing to compare.")
        return versions[-2], versions[-1]
    match = re.fullmatch(r"v?(\d+)(?:\.\.v?(\d+))?", given)
    if not match:
        raise InputError(
            f"{given!r} names no versions: give two like 1..3, or one to see its change."
        )
    new = int(match[2] or match[1])
    old = int(match[1]) if match[2] else new - 1
    if old == new:
        raise InputError(f"{given!r} names one version twice: there is nothing to compare.")
    if old > new:
        raise InputError(f"{given!r} runs backwards: write {new}..{old}.")
    return _numbered(versions, old), _numbered(versions, new)


def _noise_looks(
    context: "Context", versions: "list[VersionRecord]", old: "VersionRecord", new: "VersionRecord"
) -> "list[NoiseLook]":
    """Those that saw one of the versions from `old` to `new`."""
    from tracker.cli.answers import NoiseLook
    from tracker.services.taking.noise import noise_looks

    ends = versions[new.number].observed_at if new.number < len(versions) else None
    return [
        NoiseLook(look.observed_at, look.reasons, tuple(noise))
        for look, noise in noise_looks(context, old.article)
        if look.observed_at >= old.observed_at and (ends is None or look.observed_at < ends)
    ]
