"""``loker demo``: the real cycle over a made-up workbook and real SMTP into a mailbox on this machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.commands import DONE
from flows.commands.run import execute
from flows.demo.folder import opened
from flows.demo.show import show
from flows.workbook.xlsx import XlsxWorkbook


def demo(folder: Path) -> int:
    """Prepare the folder unless it is a demo already, run a cycle, and say where to look."""
    from rich.console import Console

    console = Console()
    console.print(f"A demo office in {folder}: some 40 vacancies, 2,000 made-up alumni, its own mailbox. One moment …")
    with opened(folder, datetime.now(ZoneInfo("Asia/Jakarta")).date()) as made:
        execute("announce", made.config, console)
        show(made, XlsxWorkbook(made.folder / "loker.xlsx"), console)
    return DONE
