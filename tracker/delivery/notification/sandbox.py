"""Templates that users write: what Jinja lets them do, and what is kept from them.

Nothing can be called but range(), and no method; filters are those of a short list; every value is
escaped where it is put out, whatever it went through. What a template may cost is bounded: the
steps of all its loops together, and the length of every text that it makes.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tracker.delivery.notification.escaping import escaped, finished, linked
from tracker.delivery.notification.formats import Format
from tracker.digest.phrases import clock, count, stamp
from tracker.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

LONGEST_SOURCE = 20_000
LONGEST_OUTPUT = 32_000
MOST_STEPS = 20_000
_LARGEST_NUMBER = 10**12
_MOST_LITERALS = 16
_PLAIN_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby"),
    *("int", "last", "length", "list", "lower", "max", "min", "reject", "rejectattr", "reverse"),
    *("round", "select", "selectattr", "sort", "sum", "title", "trim", "unique", "upper", "map"),
)
_TEXT_FILTERS = ("capitalize", "lower", "title", "trim", "upper")
_OWN_FILTERS = ("clock", "counted", "e", "escape", "join", "link", "replace", "stamp", "truncate")
FILTERS = tuple(sorted((*_PLAIN_FILTERS, *_OWN_FILTERS)))
"""The filters that there are."""

_FORBIDDEN = {
    "Macro": "macros",
    "CallBlock": "call blocks",
    "Import": "imports",
    "FromImport": "imports",
    "Include": "includes",
    "Extends": "extends",
    "Block": "blocks",
    "FilterBlock": "filter blocks",
    "ScopedEvalContextModifier": "autoescape blocks",
    "AssignBlock": "set blocks",
    "NSRef": "namespaces",
}


class TooMuchError(Exception):
    """A template that loops or writes beyond what is allowed."""


def compiled(source: str, form: Format) -> Callable[[dict[str, Any]], str]:
    """What renders the template with given names.

    Raises InputError with the line and the reason where it is no template or forbidden; what it
    gives raises Jinja's errors, TooMuchError, and ordinary ones of wrong types.
    """
    from jinja2 import TemplateSyntaxError

    if len(source) > LONGEST_SOURCE:
        raise InputError(f"template: it is longer than {LONGEST_SOURCE} characters.")
    environment = _environment(form)
    try:
        tree = environment.parse(source)
        _check(tree)
        template = environment.from_string(_bounded(tree))
    except TemplateSyntaxError as error:
        raise InputError(f"template line {error.lineno}: {error.message}") from None
    except RecursionError:
        raise InputError("template: it is nested too deeply.") from None

    def render(names: dict[str, Any]) -> str:
        parts, length = [], 0
        for part in template.generate({**names, "_budget": _Budget()}):
            length += len(part)
            if length > LONGEST_OUTPUT:
                raise TooMuchError(f"it writes more than {LONGEST_OUTPUT} characters")
            parts.append(part)
        return "".join(parts)

    return render


def names_used(source: str, form: Format) -> set[str]:
    """The names that a template takes from outside."""
    from jinja2 import meta

    return meta.find_undeclared_variables(_environment(form).parse(source)) - {"range"}


class _Budget:
    """The steps that all loops of one rendering may take together."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def spent(self, things: Iterable[Any]) -> Iterator[Any]:
        for thing in things:
            self._left -= 1
            if self._left < 0:
                raise TooMuchError(f"its loops take more than {MOST_STEPS} steps")
            yield thing


def _check(tree: "nodes.Template") -> None:
    """InputError where the template has what is kept from it."""
    from jinja2 import nodes

    literals = 0
    for node in tree.find_all(nodes.Node):
        name = type(node).__name__
        literals += isinstance(node, nodes.List | nodes.Tuple | nodes.Dict)
        if literals > _MOST_LITERALS:  # lists of lists of lists grow like powers of two
            raise InputError(
                f"template line {node.lineno}: there are more than {_MOST_LITERALS} lists in it."
            )
        if name in _FORBIDDEN:
            raise InputError(
                f"template line {node.lineno}: {_FORBIDDEN[name]} are not allowed. There are "
                "values, if, for, set and filters."
            )
        if isinstance(node, nodes.For) and node.recursive:
            raise InputError(f"template line {node.lineno}: recursive loops are not allowed.")
        if isinstance(node, nodes.Call) and not _is_range(node.node):
            raise InputError(
                f"template line {node.lineno}: nothing can be called but range(). "
                f"Use a filter: {', '.join(FILTERS)}."
            )
        if isinstance(node, nodes.Name) and node.name.startswith("_"):
            raise InputError(f"template line {node.lineno}: there is no name {node.name}.")
        _check_hidden(node)


def _check_hidden(node: "nodes.Node") -> None:
    from jinja2 import nodes

    hidden = None
    if isinstance(node, nodes.Getattr):
        hidden = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        hidden = node.arg.value
    if isinstance(hidden, str) and hidden.startswith("_"):
        raise InputError(f"template line {node.lineno}: {hidden} is not to be reached.")


def _is_range(node: "nodes.Node") -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.Name) and node.name == "range"


def _bounded(tree: "nodes.Template") -> "nodes.Template":
    """The template with each loop counted, and texts put together by our own filter."""
    from jinja2 import nodes
    from jinja2.visitor import NodeTransformer

    class Bounding(NodeTransformer):
        def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's name
            self.generic_visit(node)
            node.iter = nodes.Filter(
                node.iter, "_counted_steps", [], [], None, None, lineno=node.lineno
            )
            return node

        def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
            self.generic_visit(node)
            parts = nodes.List(node.nodes, lineno=node.lineno)
            return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)

    bounded: nodes.Template = Bounding().visit(tree)
    bounded.set_environment(tree.environment)  # type: ignore[arg-type]
    return bounded


@cache
def _environment(form: Format) -> "Environment":
    from jinja2 import StrictUndefined, pass_context
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """Arithmetic on numbers of a sensible size, and calls of nothing but range()."""

        intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            numbers = all(isinstance(side, int | float) for side in (left, right))
            if operator == "**" or not numbers or max(abs(left), abs(right)) > _LARGEST_NUMBER:
                raise SecurityError(
                    f"{operator} is for numbers up to {_LARGEST_NUMBER}; put texts together with ~"
                )
            return super().call_binop(context, operator, left, right)

        def is_safe_callable(self, obj: Any) -> bool:
            return obj is self.globals["range"]

    environment = Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # With the context, which it does not need, Jinja leaves no constant out.
        finalize=pass_context(lambda _, value: _finished(value, form)),
    )
    environment.globals = {"range": _range}
    environment.tests = {
        name: environment.tests[name]
        for name in (
            *("defined", "undefined", "none", "string", "number", "odd", "even", "in"),
            *("eq", "ne", "lt", "le", "gt", "ge", "==", "!=", "<", "<=", ">", ">=", "true"),
            *("false", "sequence", "mapping", "iterable", "equalto", "divisibleby"),
        )
    }
    plain = {name: environment.filters[name] for name in _PLAIN_FILTERS}
    of_texts = {name: _of_text(plain[name]) for name in _TEXT_FILTERS}
    environment.filters = {
        **plain,
        **of_texts,
        "_counted_steps": pass_context(lambda context, it: context["_budget"].spent(it)),
        "clock": pass_context(lambda context, moment: clock(_time(moment), _zone(context))),
        "stamp": pass_context(lambda context, moment: stamp(_time(moment), _zone(context))),
        "counted": count,
        "e": lambda value: _finished(value, form),
        "escape": lambda value: _finished(value, form),
        "join": lambda values, by="": _joined(values, by, form),
        "link": lambda words, address: linked(_text(words), _text(address), form),
        "replace": _replaced,
        "truncate": _truncated,
    }
    return environment


def _finished(value: Any, form: Format) -> Markup:
    """The value as it is put out: finished text as it is, anything else escaped."""
    if type(value) is Markup:
        return value
    return escaped(_limited(_text(value)), form)


def _text(value: Any) -> str:
    """A single value as text; nothing where there is none."""
    if value is None:
        return ""
    from jinja2 import Undefined

    if not isinstance(value, str | int | float | datetime | Undefined):
        kind = "a list or table" if isinstance(value, list | tuple | dict) else "no value"
        raise TypeError(f"{kind} is put out; choose a value of it, or use join")
    return str(value)  # which raises for what is undefined, and says its name


def _of_text(filtered: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value, *rest: filtered(_text(value), *rest)


def _joined(values: Iterable[Any], by: str, form: Format) -> Any:
    parts = list(values)
    if not any(isinstance(part, Markup) for part in parts):
        return _limited(_text(by).join(_summed(map(_text, parts))))
    ready = [_finished(part, form) for part in parts]
    return finished(_limited(str(_finished(by, form)).join(_summed(map(str, ready)))))


def _summed(parts: Iterable[str]) -> list[str]:
    """The parts, as long as they are not too long together."""
    kept, length = [], 0
    for part in parts:
        length += len(part) + 1
        if length > LONGEST_OUTPUT:
            raise TooMuchError(f"it makes a text of more than {LONGEST_OUTPUT} characters")
        kept.append(part)
    return kept


def _replaced(value: Any, old: str, new: str) -> str:
    text = _text(value)
    if not old or len(text) + text.count(old) * len(new) > LONGEST_OUTPUT:
        raise TooMuchError("replace makes a text too long")
    return text.replace(old, str(new))


def _truncated(value: Any, length: int = 255) -> str:
    from tracker.delivery.notification.subjects import shortened

    return shortened(_text(value), max(int(length), 1))


def _limited(text: str) -> str:
    if len(text) > LONGEST_OUTPUT:
        raise TooMuchError(f"it makes a text of more than {LONGEST_OUTPUT} characters")
    return text


def _range(*limits: int) -> range:
    numbers = range(*limits)
    if len(numbers) > MOST_STEPS:
        raise TooMuchError(f"range() has more than {MOST_STEPS} numbers")
    return numbers


def _time(moment: Any) -> datetime:
    if not isinstance(moment, datetime):
        raise TypeError("clock and stamp are for times")
    return moment


def _zone(context: Any) -> tzinfo:
    zone: tzinfo = context["_zone"]
    return zone


def plain_values(value: Any) -> Any:
    """The value without any object of ours: numbers, texts, times, and lists and tables of them."""
    if isinstance(value, dict):
        return {str(name): plain_values(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item) for item in value]
    if isinstance(value, str):
        return str.__str__(value) if type(value) is str else str(value.value)  # type: ignore[attr-defined]
    return value


def known_names(models: Iterable[Any]) -> list[str]:
    """The names that a template for these messages may use."""
    fields = chain.from_iterable(model.model_fields for model in models)
    return sorted({*fields, "message", "more", "subject_line"})
