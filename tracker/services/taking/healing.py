"""What an outlet's pages have taught about reading them, kept from look to look."""

from sqlalchemy import Connection, bindparam, insert, select, update

from tracker.article.identity import canonical_address, outlet_of
from tracker.article.reading import Reading
from tracker.capture.tables import recipes
from tracker.eventstore.engine import writing
from tracker.reading.pages.recipes import NOTHING, Recipe, Usual, Way, parse_recipe
from tracker.services.context import Context


def expected_of(context: Context, address: str) -> Usual:
    """What a page at an address is expected to give, by those of its outlet read before."""
    outlet = _outlet(address)
    if outlet is None:
        return NOTHING
    with context.engine.connect() as connection:
        return _recipe(connection, outlet).expected


def note_reading(context: Context, address: str, reading: Reading) -> None:
    """Remember how a page that is believed was read; written only where that is something new."""
    outlet = _outlet(address)
    if outlet is None or reading.way is None:
        return
    with context.engine.connect() as connection:
        known = _recipe(connection, outlet)
    if known.after(reading.way, len(reading.text)) is known:
        return
    with writing(context.engine).begin() as connection:
        # Another process may have learned of the outlet in between.
        after = _recipe(connection, outlet).after(reading.way, len(reading.text))
        said = {"of": outlet, "told": after.as_json()}
        if connection.execute(_renew, said).rowcount == 0:
            connection.execute(_add, said)


def is_healed(reading: Reading) -> bool:
    """Whether a reading was made in a way that memory may have decided on."""
    return reading.way in (Way.DECLARED, Way.DENSEST)


def _outlet(address: str) -> str | None:
    return outlet_of(canonical_address(address)) if address.startswith("http") else None


def _recipe(connection: Connection, outlet: str) -> Recipe:
    told = connection.scalar(_told, {"of": outlet})
    return parse_recipe(told) if told else Recipe()


_told = select(recipes.c.data).where(recipes.c.outlet == bindparam("of"))
_renew = update(recipes).where(recipes.c.outlet == bindparam("of")).values(data=bindparam("told"))
_add = insert(recipes).values(outlet=bindparam("of"), data=bindparam("told"))
