"""Processes as a whole: memory, reading a workbook, a flow around the sending, and the command's help."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import offices, smtp
from tests.bench.table import Ratio


def memory(scale: float) -> Iterator[Ratio]:
    """Peak of a process that reads 100,000 alumni and announces 50 vacancies to whom they suit."""
    with smtp.sink() as port, offices.office(
        port, alumni=int(100_000 * scale), vacancies=50, for_all=False, connections=2
    ) as config:  # fmt: skip
        measured = child("memory", str(config))
    megabytes = measured["peak"] / 1e6
    note = f"{measured['sent']:,.0f} messages, {measured['units']:,.0f} units"
    yield Ratio("peak memory, 100,000 alumni, 50 vacancies", megabytes, most=400, unit=" MB", note=note)


def reading(scale: float) -> Iterator[Ratio]:
    """A workbook of 50,000 alumni: reading it as a run does, to openpyxl's plain load."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "loker.xlsx"
        offices.write_workbook(path, alumni=int(50_000 * scale), vacancies=50, for_all=True)
        ours, plain = [], []
        for _ in range(3):
            ours.append(child("read", str(path))["seconds"])
            plain.append(child("openpyxl", str(path))["seconds"])
    ratio = statistics.median(ours) / statistics.median(plain)
    yield Ratio("reading 50,000 alumni : openpyxl", ratio, most=0.15, note=f"{statistics.median(ours):.2f} s")


def flow(scale: float) -> Iterator[Ratio]:
    """The flow around 10,000 recipients, in a process of its own, to an empty flow's, the sending itself taken off."""
    with smtp.sink() as port, TemporaryDirectory() as home:
        child("empty", home)  # makes the server's database
        empty = min(child("empty", home)["seconds"] for _ in range(3))
        with offices.office(port, alumni=int(10_000 * scale)) as config:
            around = child("flow", str(config), home)
    rest = around["seconds"] - around["sending"]
    note = f"{rest:.1f} s and {empty:.1f} s"
    yield Ratio("flow around 10,000 recipients, less the sending : empty flow", rest / empty, most=4, note=note)


def help_text(scale: float) -> Iterator[Ratio]:
    """`loker --help`, to `python -c pass`: 0.3 s where that takes 0.01."""
    loker = Path(sys.executable).with_name("loker")
    times: dict[str, list[float]] = {"help": [], "pass": []}
    for _ in range(9):
        for name, command in (("help", [str(loker), "--help"]), ("pass", [sys.executable, "-c", "pass"])):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    best = {name: min(all_times) for name, all_times in times.items()}
    note = f"{best['help']:.2f} s and {best['pass']:.3f} s"
    yield Ratio("loker --help : python -c pass", best["help"] / best["pass"], most=30, note=note)


def child(what: str, *arguments: str) -> dict[str, float]:
    """Measure in a fresh process (`python -m tests.bench.whole`)."""
    command = [sys.executable, "-m", "tests.bench.whole", what, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _memory(config: str) -> dict[str, float]:
    from flows.under_way import run_of

    with run_of(Path(config), by_hand=True) as run:
        offices.timed(run)
    # Not getrusage: after a fork its maximum is that of the process that measures, which announces to 100,000 itself.
    high_water = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    peak = int(high_water.split()[1]) * 1024
    return {"peak": peak, "sent": run.report.sent, "units": run.report.queued}


def _read(path: str) -> dict[str, float]:
    from flows.steps.observe import TITLES
    from flows.workbook.xlsx import XlsxWorkbook

    workbook = XlsxWorkbook(Path(path))
    workbook.stamp()
    start = time.perf_counter()
    workbook.read(TITLES)
    return {"seconds": time.perf_counter() - start}


def _openpyxl(path: str) -> dict[str, float]:
    import openpyxl

    start = time.perf_counter()
    openpyxl.load_workbook(path)
    return {"seconds": time.perf_counter() - start}


def _empty(home: str) -> dict[str, float]:
    start = time.perf_counter()
    from flows.engine import engine

    with engine(Path(home)):
        from prefect import flow as prefect_flow

        prefect_flow(lambda: None, name="empty")()
    return {"seconds": time.perf_counter() - start}


def _flow(config: str, home: str) -> dict[str, float]:
    start = time.perf_counter()
    from flows.engine import engine
    from flows.under_way import run_of

    with engine(Path(home)):
        from flows.announce import announce_vacancies

        with run_of(Path(config), by_hand=True) as run:
            announce_vacancies(Path(config))
    return {"seconds": time.perf_counter() - start, "sending": run.report.seconds}


if __name__ == "__main__":
    measures = {"memory": _memory, "read": _read, "openpyxl": _openpyxl, "empty": _empty, "flow": _flow}
    print(json.dumps(measures[sys.argv[1]](*sys.argv[2:])))
