"""The documentation says what the code does: nothing is missing, stale, or a dead link."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from tests import reference
from tracker.article.events import EVENTS as ARTICLE_EVENTS
from tracker.cli.main import app
from tracker.config import Settings
from tracker.newsroom.events import EVENTS as NEWSROOM_EVENTS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("seeds/*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", list(reference.pages()))
def test_generated_pages_are_those_of_the_code(name: str) -> None:
    """`python -m tests.reference` would change nothing."""
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == reference.pages()[name], "run: python -m tests.reference"


@pytest.mark.parametrize("command", list(reference.commands()))
def test_every_command_says_what_it_is_for(command: str) -> None:
    """A sentence for the command, for each of its arguments and each of its options."""
    found = reference.commands()[command]
    assert found.help
    assert [each.name for each in found.params if not each.help] == []


@pytest.mark.parametrize("code", list(reference.exit_codes()))
def test_every_exit_code_is_documented(code: int) -> None:
    """Its row stands in docs/cli.md."""
    assert f"\n| {code} | " in (DOCS / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [*ARTICLE_EVENTS, *NEWSROOM_EVENTS], ids=lambda kind: kind.event)
def test_every_event_is_documented(kind: Any) -> None:
    """Its section stands in docs/events.md."""
    assert f"\n### {kind.event}\n" in (DOCS / "events.md").read_text(encoding="utf-8")


def settings(kind: type[BaseModel] = Settings, above: str = "") -> Iterator[tuple[str, Any]]:
    """Each setting's dotted name and default."""
    for name, field in kind.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from settings(type(field.default), f"{above}{name}.")
        else:
            yield above + name, field.default


@pytest.mark.parametrize(("name", "default"), list(settings()))
def test_every_setting_is_documented(name: str, default: object) -> None:
    """docs/settings.md gives its name, variable and default; config/tracker.toml an example."""
    variable = "TRACKER_" + name.upper().replace(".", "__")
    rows = [line.split(" | ") for line in (DOCS / "settings.md").read_text("utf-8").splitlines()]
    row = next(row for row in rows if row[0] == f"| `{name}`")
    assert row[1] == f"`{variable}`"
    assert tomllib.loads(f"value = {row[2].strip('`')}")["value"] == plain(default)


def plain(default: object) -> object:
    return list(default) if isinstance(default, tuple) else default


def test_the_example_file_holds_every_setting_at_its_default() -> None:
    """With the comment marks taken away it is valid, complete, and changes nothing.

    An empty default cannot be shown as an example; those lines show what it may look like.
    """
    text = (ROOT / "config" / "tracker.toml").read_text(encoding="utf-8")
    shown = tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    flat = {name: value for name, value in shown.items() if not isinstance(value, dict)}
    for section in shown.keys() - flat.keys():
        flat |= {f"{section}.{name}": value for name, value in shown[section].items()}
    defaults = dict(settings())
    assert flat.keys() == defaults.keys()
    assert {n: flat[n] for n, value in defaults.items() if value} == {
        name: plain(value) for name, value in defaults.items() if value
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_inside_the_repository_resolve(page: Path) -> None:
    """Every relative link leads to a file."""
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if SNIPPET.search(page.read_text("utf-8"))], ids=named
)
def test_python_snippets_run(page: Path) -> None:
    """A page's snippets run one after another; `# -> value` says what the line above it gives."""
    space: dict[str, Any] = {}
    for snippet in SNIPPET.findall(page.read_text(encoding="utf-8")):
        for line in ast.parse(snippet).body:
            told = re.search(r"# -> (.*)", snippet.splitlines()[(line.end_lineno or 1) - 1])
            if told and isinstance(line, ast.Expr):
                value = eval(ast.unparse(line), space)
                assert repr(value) == told[1], ast.unparse(line)
            else:
                exec(ast.unparse(line), space)


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    """Every line of the README's output, save the dots for what is left out, and in its order."""
    database = str(tmp_path / "demo.db")
    done = CliRunner().invoke(app, ["demo", "--database", database], env={"COLUMNS": "120"})
    printed = iter(done.stdout.splitlines())
    shown = (ROOT / "README.md").read_text("utf-8").split("```text\n")[1].split("```")[0]
    wanted = [line for line in shown.splitlines() if line not in {"", "..."}]
    assert [line for line in wanted if line not in printed] == []


def shell_lines() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                if found := re.match(r"(?:\$ )?(tracker .*)", line):
                    yield named(page), found[1]


@pytest.mark.parametrize(("page", "line"), list(shell_lines()))
def test_commands_shown_exist_with_their_options(page: str, line: str) -> None:
    """Each `tracker ...` line of a page names a command, and options that it takes."""
    commands = reference.commands()
    name = next((each for each in commands if f"{line} ".startswith(f"{each} ")), None)
    if name is None:
        assert line.startswith("tracker --"), f"{page}: {line}"
        return
    known = {option for each in commands[name].params for option in each.opts} | {"--help"}
    assert set(re.findall(r"(?<= )--[a-z-]+", line)) <= known, f"{page}: {line}"
