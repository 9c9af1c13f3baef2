"""``loker demo``: the real flows over a made-up workbook, real SMTP into a mailbox on this machine, in two scenes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.commands import DONE
from flows.commands.run import execute
from flows.demo.folder import opened
from flows.demo.later import play
from flows.demo.show import show, show_later
from flows.engine import ENGINE_FOLDER, engine
from flows.workbook.xlsx import XlsxWorkbook


def demo(folder: Path) -> int:
    """Prepare the folder unless it is a demo already, play both scenes, and say where to look.

    What was done before is not done again.
    """
    from rich.console import Console

    console = Console()
    console.print(f"A demo office in {folder}: some 40 vacancies, 2,000 made-up alumni, its own mailbox. One moment …")
    with opened(folder, datetime.now(ZoneInfo("Asia/Jakarta")).date()) as made:

        def tick(name: str, clock: Callable[[], datetime]) -> None:
            execute(name, made.config, console, clock=clock)

        with engine(made.folder / ENGINE_FOLDER):
            execute("announce", made.config, console)
            show(made, XlsxWorkbook(made.folder / "loker.xlsx"), console)
            show_later(made, play(made, tick), console)
    return DONE
