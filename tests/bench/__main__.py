"""`python -m tests.bench`: the table of the README, each figure a ratio within this one run.

`--smoke` takes a hundredth of everything: it shows that the benchmark runs, not how fast anything is. Names of
sections, such as `speed.level`, run these alone.
"""

from __future__ import annotations

import argparse
import sys

from tests.bench import recap, site, speed, web, whole, workers
from tests.bench.table import HEAD, Ratio

SECTIONS = {
    f"{section.__module__.rpartition('.')[2]}.{section.__name__}": section
    for section in (
        speed.against_the_alternatives, speed.over_a_distance, speed.over_tls, speed.level,
        whole.memory, whole.reading, whole.flow, whole.help_text, web.answering,
        recap.consolidating, site.publishing, workers.workers,
    )
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], metavar="section", help=", ".join(SECTIONS))
    arguments = parser.parse_args()
    missed: list[Ratio] = []
    print(HEAD, flush=True)
    for name in arguments.sections or SECTIONS:
        for ratio in SECTIONS[name](0.01 if arguments.smoke else 1.0):
            print(ratio.row(), flush=True)
            missed += [] if ratio.reached else [ratio]
    return 0 if arguments.smoke or not missed else 1


if __name__ == "__main__":
    sys.exit(main())
