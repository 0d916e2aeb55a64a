"""Groups of commands of which one is meant where none is named."""

import typer
from typer.core import TyperGroup

DEFAULT = "list"


class ListByDefault(TyperGroup):
    """`tracker digests morning` lists, as `tracker digests list morning` does."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Name the command that is meant."""
        asks_for_help = bool(args) and args[0] in ctx.help_option_names
        if not asks_for_help and (not args or args[0] not in self.commands):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
