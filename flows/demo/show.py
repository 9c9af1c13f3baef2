"""What the demo did, on the terminal: read back from the workbook and the mailbox, as staff and alumni see them."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from flows.demo.folder import Demo
from flows.demo.later import Scene
from flows.demo.mailbox import read
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.interface import Cell, Grid, Workbook

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text


def show(demo: Demo, workbook: Workbook, console: Console) -> None:
    """Print where the vacancies stand, what is wrong, what was mailed, and where to look; save one mail as HTML."""
    tabs = workbook.read([STATUS.title, PROBLEMS.title])
    _print(console, "Where the vacancies stand (tab Status)", _stages(_records(tabs.get(STATUS.title, []))))
    problems = _records(tabs.get(PROBLEMS.title, []))
    if problems:
        _print(console, "What is wrong (tab Masalah)", _wrong(problems))
    files = list(demo.box.messages())
    fresh = len(files) - demo.filed_before
    counts = f"{fresh:,} in this run, {len(files):,} in all, to {len(demo.box.counts()):,} addresses"
    _print(console, f"Mail: {counts}" if fresh else f"Mail: nothing new to send ({counts})")
    console.print("Each person gets one mail, with all vacancies that are new to that person.\n")
    _print(console, "Where to look", _places(demo, save_html(files, demo.folder / "mail.html")))


def show_later(demo: Demo, scene: Scene, console: Console) -> None:
    """Print what the second scene came to, and where to look; save the director's mail as HTML."""
    moments = scene.moments
    console.print()
    _print(console, f"Later, on {moments.approved:%d %B %Y}: the recruitments are over", None)
    console.print(
        f"On {moments.asked:%d %B} the partners were asked for results; by {moments.answered:%d %B} "
        f"{scene.answers} vacancies were answered, some partners stay silent. Then staff set the period to Setuju."
    )
    fresh = sum(1 for _ in demo.box.messages()) - demo.filed_before
    console.print(f"Mail in this run: {fresh:,}.\n" if fresh else "Mail: nothing new to send.\n")
    table = _table("What", "Where")
    whole = [one for one in scene.files if one.path.rpartition(".")[0].endswith(f"-rev{one.revision}")]
    for entry in whole:
        kind = "The recap, as PDF" if entry.path.endswith(".pdf") else "The same with all rows, as .xlsx"
        table.add_row(*_plain(kind, demo.folder / "arsip" / entry.path))
    table.add_row(*_plain(f"Parts for departments and programmes ({len(scene.files) - len(whole)} files)", "beside it"))
    for name, recipient in (("director", "pudir3@example.ac.id"), ("department", "kajur.informatika@example.ac.id")):
        if (message := demo.box.find(recipient)) and (part := message.get_body(("html",))):
            target = demo.folder / f"rekap-{name}.html"
            target.write_text(_with_pictures(message, str(part.get_content())), encoding="utf-8")
            table.add_row(*_plain(f"The mail to the {name} ({recipient})", target))
    table.add_row(*_plain("What an auditor gets", scene.audit))
    table.add_row(*_plain("The workbook", f"{demo.folder / 'loker.xlsx'}: tabs Arsip, KPI, Respon, Status"))
    _print(console, "Where to look", table)


def _with_pictures(message: EmailMessage, html: str) -> str:
    """The pictures that a letter carries, in the page itself: a browser knows nothing of the letter's other parts."""
    for part in message.walk():
        if (name := str(part.get("Content-ID") or "").strip("<>")) and part.get_content_maintype() == "image":
            data = b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html


def save_html(files: list[Path], target: Path) -> Path | None:
    """The largest message's HTML as a file for a browser; ``None`` if no message has any."""
    for file in sorted(files, key=lambda file: file.stat().st_size, reverse=True):
        part = read(file).get_body(("html",))
        if isinstance(part, EmailMessage):
            target.write_text(part.get_content(), encoding="utf-8")
            return target
    return None


def _records(grid: Grid) -> list[dict[Cell, Cell]]:
    """Rows by heading, without the empty ones."""
    return [dict(zip(grid[0], row, strict=False)) for row in grid[1:] if any(row)]


def _stages(rows: list[dict[Cell, Cell]]) -> Table:
    vacancies: Counter[str] = Counter()
    mails: Counter[str] = Counter()
    for row in rows:
        if not str(row.get("ID") or "").startswith("L"):
            continue  # an event, or a period
        # "Diumumkan 24 Nov 2026 07.00 · 1.204 terkirim": the stage alone, whatever its time and counts.
        stage = str(row.get("Tahap") or "").partition(" · ")[0]
        stage = stage.removesuffix(str(row.get("Diumumkan") or "")).strip()
        sent = row.get("Terkirim")
        vacancies[stage] += 1
        mails[stage] += int(sent) if isinstance(sent, int | float) else 0
    table = _table("Stage", "Vacancies", "Recipients", right=(1, 2))
    for stage, count in vacancies.most_common():
        table.add_row(*_plain(stage, f"{count:,}", f"{mails[stage]:,}" if mails[stage] else ""))
    return table


def _wrong(rows: list[dict[Cell, Cell]]) -> Table:
    kinds: dict[tuple[Cell, Cell], list[Cell]] = {}
    for row in rows:
        kinds.setdefault((row.get("Tab"), row.get("Kolom")), []).append(row.get("Masalah"))
    table = _table("Tab", "Column", "Problems", "Such as (in full in the tab)", right=(2,))
    table.expand = True
    such = table.columns[-1]
    such.ratio, such.no_wrap, such.overflow = 1, True, "ellipsis"
    for (tab, column), sentences in kinds.items():
        table.add_row(*_plain(tab, column, len(sentences), sentences[0]))
    return table


def _places(demo: Demo, mail: Path | None) -> Table:
    table = _table("What", "Where")
    table.add_row(*_plain("The workbook, as staff see it", demo.folder / "loker.xlsx"))
    table.add_row(*_plain("Problems", "its tab Masalah, and the column Tahap"))
    if mail:
        table.add_row(*_plain("One mail, for a browser", mail))
    table.add_row(*_plain("All mail, as it arrived", demo.box.path))
    table.add_row(*_plain("Settings", demo.config))
    return table


def _print(console: Console, title: str, table: Table | None = None) -> None:
    console.print(title, style="bold", markup=False, highlight=False, soft_wrap=True)
    if table:
        console.print(table)
        console.print()


def _table(*columns: str, right: tuple[int, ...] = ()) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place in right else "left", overflow="fold")
    return table


def _plain(*values: Cell | Path) -> list[Text]:
    """Cells for a table. What people typed is text here, never rich's markup."""
    from rich.text import Text

    return [Text("" if value is None else str(value)) for value in values]
