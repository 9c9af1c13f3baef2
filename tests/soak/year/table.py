"""The reckoning as a table that a person reads."""

from __future__ import annotations

from tests.soak.year.books import Books
from tests.soak.year.mails import WRONG

OUTCOMES = ("sent", "in doubt, arrived", "in doubt, did not arrive", "withdrawn", "expired while it waited",
            "left the list", "joined too late", "dead address", WRONG)  # fmt: skip


def table(books: Books, faults: int, seconds: float) -> str:
    driver, office, pairs = books.driver, books.office, books.counts
    scale, counts = office.script.scale, office.mischief.counts
    planned = sum(pairs[one] for one in OUTCOMES)
    idle = {month: sum(some) / len(some) for month, some in driver.by_month.items()}
    lines = [
        ("days", scale.days), ("alumni, vacancies, events, partners",
                               f"{scale.alumni:,}, {scale.vacancies}, {scale.events}, {scale.partners}"),
        ("ticks, of them killed", f"{driver.ticks:,}, {driver.kills} ({dict(driver.where)})"),
        ("ticks that Google's faults ended", driver.failed), ("faults at Google's, at the mail server",
                                                              f"{driver.faults}, {dict(counts)}"),
        ("days on which the server's limit was reached", len(office.mischief.full)),
        ("", ""),
        ("PLANNED: a vacancy for one whom it suits", f"{planned:,}"),
        *((f"  {one}", f"{pairs[one]:,}") for one in OUTCOMES),
        ("", ""),
        ("messages that arrived", f"{len(office.messages.mails):,}"),
        ("messages in the ledger", dict(books.messages)),
        ("corrections; invitations, moved, off", f"{pairs['corrections']:,}; {pairs['invite']:,}, "
                                                 f"{pairs['invite update']:,}, {pairs['invite cancel']:,}"),
        ("partners' answers = ledger = Respon", len(books.people.answers)),
        ("rows of archived recaps; files; trail entries", f"{pairs['rows of recaps']}; {len(books.archived)}; "
                                                          f"{pairs['trail entries']:,}"),
        ("seconds; of an idle tick, first and last month", f"{seconds:.0f}; {next(iter(idle.values()), 0):.2f}, "
                                                           f"{[*idle.values(), 0.0][-2 if idle else -1]:.2f}"),
        ("DISAGREEMENTS", faults),
    ]  # fmt: skip
    return "\n".join(f"{name:<52} {value}".rstrip() for name, value in lines) + "\n"
