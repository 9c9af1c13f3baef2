"""The documents say what there is, and nothing else: commands, options, settings, tabs, columns, targets, links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from flows.cli import app
from flows.settings import Settings
from flows.workbook.guide import guide_rows
from flows.workbook.tabs import CONTROL_NAMES, GUIDE_TITLE, TABS, VACANCY_STATUS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "config" / "loker.toml").read_text("utf-8")


def section(heading: str) -> str:
    """The README's text under a heading of the second level."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(text: str) -> dict[str, str]:
    """The README's tables: first cell → the rest of its row."""
    found = re.findall(r"^\| `?([^|]+?)`? *\|(.*)\|$", text, re.MULTILINE)
    return {first: rest for first, rest in found if not first.startswith("-")}


def settings() -> dict[str, object]:
    """Every key as ``section.key``, with its default (``...`` if it has to be given)."""
    found: dict[str, object] = {}
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            for key, inner in field.annotation.model_fields.items():
                found[f"{name}.{key}"] = ... if inner.is_required() else inner.default
    return found


def example() -> dict[str, dict[str, object]]:
    """config/loker.toml with those of its keys that are commented out."""
    return tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", EXAMPLE, flags=re.MULTILINE))


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command with the options of its own (``--config`` and ``--help`` are everyone's)."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        yield name, [option for option in options if option not in {"--config", "--help"}]


class TestSettings:
    def test_every_key_is_in_the_readme_and_no_other(self) -> None:
        named = {key for key in rows(section("Settings")) if "." in key}
        assert named == settings().keys()

    def test_every_key_is_in_the_example_and_no_other(self) -> None:
        named = {f"{name}.{key}" for name, keys in example().items() for key in keys}
        assert named == settings().keys()

    @pytest.mark.parametrize("key", settings())
    def test_the_readme_gives_its_default(self, key: str) -> None:
        default = settings()[key]
        shown = rows(section("Settings"))[key].partition("|")[0].strip()
        if default is ...:
            assert shown == "required"
        elif str(default):
            assert shown == f"`{default}`"
        else:
            assert "`" not in shown, "an empty default is shown as none, or as what stands in for it"

    def test_the_example_loads_when_somebody_sends(self, tmp_path: Path) -> None:
        from flows.settings import load

        file = tmp_path / "loker.toml"
        file.write_text(EXAMPLE.replace('user = ""', 'user = "karir@example.ac.id"'), "utf-8")
        loaded = load(file)
        given = tomllib.loads(EXAMPLE)
        for key, default in settings().items():
            name, _, inner = key.partition(".")
            if default is not ... and inner in given[name] and key != "mail.user":
                assert getattr(getattr(loaded, name), inner) == default, f"{key}: the example is not the default"


class TestCommands:
    def test_every_command_is_in_the_readme_and_no_other(self) -> None:
        named = set(re.findall(r"^\| `loker (\w+)", section("Commands"), re.MULTILINE))
        assert named == {name for name, _ in commands()}

    @pytest.mark.parametrize(("name", "options"), list(commands()))
    def test_its_options_are_in_the_readme_and_no_others(self, name: str, options: list[str]) -> None:
        lines = [line for line in section("Commands").splitlines() if line.startswith(f"| `loker {name}")]
        named = set(re.findall(r"(--[\w-]+)", " ".join(lines)))
        assert named - {"--config"} == set(options)

    def test_it_speaks_of_no_command_or_option_that_is_not_there(self) -> None:
        named = set(re.findall(r"(?:`|bin/)loker (\w[\w-]*)", README))
        assert named <= {name for name, _ in commands()}
        options = {option for _, some in commands() for option in some} | {"--config", "--help"}
        calls = re.findall(r"(?:`|bin/)loker [^`\n]+", README)
        assert {option for call in calls for option in re.findall(r"--[\w-]+", call)} <= options | {"--now"}

    def test_every_exit_code_is_in_the_readme(self) -> None:
        from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON

        assert {int(code) for code in rows(section("Commands")) if code.isdigit()} == {
            DONE,
            NEEDS_A_PERSON,
            COULD_NOT_RUN,
        }


class TestWorkbook:
    @pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
    def test_the_explanation_tells_what_a_row_and_each_column_is(self, tab) -> None:
        lines = guide_rows()
        assert any(line[0] == tab.title and tab.row_is in line[1] for line in lines if len(line) == 2)
        start = lines.index((f"Kolom di tab {tab.title}",)) + 1
        assert [line[0] for line in lines[start : start + len(tab.columns)]] == list(tab.headings)
        assert all(line[1].endswith((".", ")")) for line in lines[start : start + len(tab.columns)])

    def test_it_tells_every_status_and_every_switch(self) -> None:
        terms = {line[0] for line in guide_rows() if len(line) == 2}
        assert terms >= {*VACANCY_STATUS, *CONTROL_NAMES}

    def test_the_readme_tells_staff_s_day_by_headings_and_values_that_exist(self) -> None:
        day = section("Staff's day")
        for status in VACANCY_STATUS:
            assert f"`{status}`" in day
        headings = {heading for tab in TABS for heading in tab.headings}
        known = headings | {tab.title for tab in TABS} | {*CONTROL_NAMES, GUIDE_TITLE}
        assert set(re.findall(r"(?<!\*)\*([A-Z][\w ]+)\*", day)) <= known


class TestLinks:
    @pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
    def test_a_relative_link_leads_to_a_file(self, target: str) -> None:
        assert (ROOT / target).exists()

    @pytest.mark.parametrize("anchor", re.findall(r"\]\(#([^)]+)\)", README))
    def test_a_link_within_the_page_leads_to_a_heading(self, anchor: str) -> None:
        headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    def test_every_make_target_is_in_the_readme_and_no_other(self) -> None:
        targets = set(re.findall(r"^(\w+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)) - {"help"}
        assert set(re.findall(r"`?make (\w+)`?", "\n".join(code()))) == targets

    @pytest.mark.parametrize(
        "path", re.findall(r"^  ([\w/.]+(?: [\w/.]+)?)  ", section("How it is built"), re.MULTILINE)
    )
    def test_the_rooms_it_names_exist(self, path: str) -> None:
        for name in path.split():
            assert (ROOT / "flows" / name).exists()


def code() -> Iterator[str]:
    """What the README sets in code: blocks and words."""
    blocks = re.findall(r"```\w*\n(.*?)```", README, re.DOTALL)
    yield from blocks
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", README, flags=re.DOTALL))
