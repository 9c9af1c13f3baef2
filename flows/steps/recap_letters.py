"""Who is informed of an archived recap, and the letter that tells them (step 6 of the procedure).

How it fits together, for `flows.recap`:

1. When a revision is archived, `keep_gist` is called once for every scope in it, in the transaction that enters its
   files: what the letter tells is fixed from then on, as the files are. `scopes` says which slices are needed.
2. At every run `queue_recaps` queues what is due and takes back what no longer is. It reads no answers and makes no
   recap: without an archived revision of the last `LATECOMERS` it costs one query.
3. `recap_writers` gives the writer for delivery. It attaches the archived files byte for byte, and only those that
   have the checksum which the ledger keeps: an altered file goes to nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from flows.archive.folder import sha256
from flows.errors import ArchiveError
from flows.ledger.records import Matter, Purpose
from flows.mail.attachments import encoded_size
from flows.mail.interface import Attachment, Letter
from flows.mail.partners import DEAR
from flows.mail.recap import Chart, salutation
from flows.mail.recap import recap as recap_letter
from flows.mail.recap_gist import File, Gist
from flows.office import Office
from flows.procedure.filing import Archived
from flows.procedure.models import Language
from flows.procedure.recap.records import Recap
from flows.steps.informing import Informing, edition_of, scope_of
from flows.steps.observe import Observed
from flows.steps.writers import Reader, Writer

_log = logging.getLogger(__name__)
MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BESIDES: Final = 250_000
"""Bytes left for a letter's texts and picture."""


def keep_gist(office: Office, recap: Recap, entries: Sequence[Archived]) -> None:
    """Fix what the letter about a slice (or the whole) tells. ``entries`` are its files, first what is read first."""
    first = entries[0]
    gist = Gist.of(
        recap,
        revision=first.revision,
        approved_by=first.approved_by,
        archived=first.at.astimezone(office.zone).date(),
        files=[File(entry.path, entry.sha256) for entry in entries],
        zone=office.zone,
    )
    edition = edition_of(first.revision, recap.scope)
    office.ledger.notes.keep_version(gist.period, edition, gist.content, first.at)


def queue_recaps(office: Office, observed: Observed) -> int:
    """Queue the last revisions for whom they are meant, and take back what is meant for nobody any more.

    Returns for how many recipients (each slice by itself) it is new.
    """
    informing = Informing(office, observed)
    informing.withdraw()
    return informing.queue()


def recap_writers(office: Office, observed: Observed) -> dict[Purpose, Writer]:
    """The writer by purpose. What staff changed since it was queued is taken back first."""
    informing = Informing(office, observed)
    informing.withdraw()
    return {Purpose.RECAP: RecapLetters(office, informing)}


class RecapLetters:
    """Writes the letter about a slice, or the whole (`flows.steps.writers.Writer`)."""

    def __init__(self, office: Office, informing: Informing) -> None:
        self._office, self._informing = office, informing

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        language = self._office.settings.office.language
        return {number: Reader(rows[0].name, language) for number, rows in self._informing.people.items()}

    def may_go(self, matter: Matter) -> bool:
        """Whether it is still meant, and its files are as they were archived."""
        if not self._informing.stands(matter):
            return False
        gist = self._informing.gist(matter)
        return gist is not None and self._attachments(gist) is not None

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        from flows.documents.charts import funnel_alt, funnel_png

        gist = self._informing.gist(matters[0])
        assert gist is not None  # noqa: S101 - `may_go` looked
        files, too_large = self._that_fit(self._attachments(gist) or ())
        chart = None
        if gist.whole.vacancies:
            chart = Chart(funnel_png(gist.whole, language), funnel_alt(gist.whole, language))
        return recap_letter(gist, language, self._office.sender, chart=chart, files=files, too_large=too_large)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        rows, scope = self._informing.people[recipient_id], scope_of(matters[0])
        row = next((one for one in rows if one.scope == scope), rows[0])
        return {DEAR: salutation(row.name, row.role, self._office.settings.office.language)}

    def _attachments(self, gist: Gist) -> tuple[Attachment, ...] | None:
        """The archived files; ``None`` if one is not there as it was."""
        try:
            return tuple(self._read(gist.files))
        except ArchiveError as error:
            _log.error("A recap is not sent, its files are not as they were archived: %s", error)
            return None

    def _read(self, files: Sequence[File]) -> Iterator[Attachment]:
        for file in files:
            content = self._office.archive.read(file.path)
            if content is None or sha256(content) != file.sha256:
                raise ArchiveError("A file of the archive is missing or was altered", where=file.path)
            name = file.path.rpartition("/")[2]
            ending = name[name.rfind(".") :]
            yield Attachment(name, MEDIA_TYPES.get(ending, "application/octet-stream"), content)

    def _that_fit(self, files: Sequence[Attachment]) -> tuple[list[Attachment], list[Attachment]]:
        """The files that a message of the largest size can carry, and the others."""
        room = self._office.settings.mail.largest_mb * 1_000_000 - _BESIDES
        fitting: list[Attachment] = []
        others: list[Attachment] = []
        for file in files:
            if encoded_size([*fitting, file]) <= room:
                fitting.append(file)
            else:
                others.append(file)
                _log.warning("%s takes %.1f MB in a mail, more than mail.largest_mb leaves: it is not attached",
                             file.name, encoded_size([file]) / 1e6)  # fmt: skip
        return fitting, others
