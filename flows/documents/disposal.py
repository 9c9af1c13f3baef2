"""The report of a disposal (*berita acara*): what was removed, when, on whose word; no person is named but that one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.documents.imprint import Imprint
from flows.documents.record_pdf import Heading, Paragraph, Part, Signatures, Signer, Table, record_pdf
from flows.ledger.disposals import Weight
from flows.procedure.dates import day, moment, number, short_day
from flows.procedure.models import Language
from flows.procedure.retention import NAMES, Kind, Listing

TITLES: Mapping[Language, str] = {"id": "Berita Acara Pemusnahan Arsip", "en": "Report of a Disposal of Records"}
CONTENTS: Mapping[Language, Mapping[Kind, str]] = {
    "id": {
        Kind.VACANCY: "isi lowongan beserta semua versinya, catatan pengirimannya, serta permintaan hasil dan jawaban "
        "mitra",
        Kind.RECAP: "berkas rekap dalam folder arsip beserta catatannya",
        Kind.EVENT: "isi kegiatan beserta undangan, jawaban undangan, dan daftar hadirnya",
        Kind.LETTER: "catatan surat kepada mitra, staf, dan penerima rekap",
        Kind.PAGE_CHECK: "catatan pemeriksaan bahwa laman layanan dapat dibuka",
    },
    "en": {
        Kind.VACANCY: "the vacancies with all their versions, the record of who was told, and what partners were asked "
        "and answered",
        Kind.RECAP: "the recaps' files in the archive's folder, with their entries",
        Kind.EVENT: "the events with their invitations, the answers to them, and who was there",
        Kind.LETTER: "the record of mails to partners, staff and those who get recaps",
        Kind.PAGE_CHECK: "the record of checks that the published pages can be opened",
    },
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "done": "Pada hari {day}, {office} memusnahkan arsip yang tercantum di bawah ini. Masa simpannya, {years} "
        "tahun, telah habis (Prosedur Pengelolaan Kesempatan Kerja, bagian Penyimpanan Data).",
        "approved": "Pemusnahan disetujui oleh {name} pada {when}, dengan mengetik nama di samping daftar {id} pada "
        "tab Pemusnahan. Nomor daftar itu adalah sidik isinya: persetujuan hanya berlaku untuk yang tercantum di sini.",
        "what": "Yang dimusnahkan: {contents}. Berita acara ini tidak memuat data pribadi. Jejak prosedur, yang hanya "
        "memuat nomor, tetap disimpan.",
        "tabs": "Tab rekap itu dalam buku kerja arsip di Google ikut dihapus: {tabs}.",
        "list": "Daftar arsip yang dimusnahkan",
        "sums": "Sidik (SHA-256) dihitung dari seluruh isi catatan sebelum dihapus, atau dari berkasnya.",
        "kind": "Jenis arsip", "year": "Tahun", "records": "Arsip", "entries": "Catatan", "until": "Disimpan sampai",
        "id": "Tanda pengenal", "last": "Terakhir", "sum": "Sidik", "approver": "Menyetujui", "witness": "Saksi",
    },
    "en": {
        "done": "On {day}, {office} disposed of the records listed below. The time for which they are kept, {years} "
        "years, was over (Procedure for Managing Job Opportunities, section on storage).",
        "approved": "The disposal was approved by {name} on {when}, by typing the name beside the list {id} in the tab "
        "Pemusnahan. A list's number is a checksum of it: the approval holds for what is listed here alone.",
        "what": "Removed were {contents}. This report holds no personal data. The trail of the procedure, which holds "
        "numbers only, is kept.",
        "tabs": "Deleted with them are the tabs of these recaps in the archive's spreadsheet at Google: {tabs}.",
        "list": "Records that were removed",
        "sums": "Checksums (SHA-256) are of all that stood in a record before it was removed, or of the file.",
        "kind": "Kind of record", "year": "Year", "records": "Records", "entries": "Entries", "until": "Kept until",
        "id": "ID", "last": "Last change", "sum": "Checksum", "approver": "Approved by", "witness": "Witness",
    },
}  # fmt: skip


def disposal_pdf(
    imprint: Imprint, listing: Listing, weights: Mapping[str, Weight], years: int, tabs: Sequence[str] = ()
) -> bytes:
    """The report of carrying out ``listing``; ``weights`` are what there was of each of its subjects, ``years`` the
    kept time, ``tabs`` the titles of recaps' tabs at Google that go with it. A page holds some 30 records."""
    language, words = imprint.language, _WORDS[imprint.language]
    today = imprint.at.astimezone(imprint.zone)
    assert listing.approved_at is not None  # noqa: S101 - nothing else is carried out
    facts = {
        "day": day(today, language),
        "office": imprint.office,
        "years": years,
        "name": listing.approved_by,
        "when": moment(listing.approved_at, imprint.zone, language),
        "id": listing.id,
        "contents": CONTENTS[language][listing.kind],
    }
    parts: list[Part] = [
        Paragraph(words["done"].format_map(facts)),
        _whole(listing, weights, language),
        Paragraph(words["approved"].format_map(facts)),
        Paragraph(words["what"].format_map(facts)),
        *[Paragraph(words["tabs"].format(tabs=", ".join(tabs)))] * bool(tabs),
        Signatures(
            day(today, language).partition(", ")[2],
            [Signer(words["approver"], listing.approved_by), Signer(words["witness"]), Signer(words["witness"])],
        ),
        Heading(words["list"]),
        Paragraph(words["sums"]),
        _list(listing, weights, language),
    ]
    return record_pdf(imprint, parts)


def _whole(listing: Listing, weights: Mapping[str, Weight], language: Language) -> Table:
    words = _WORDS[language]
    entries = sum(weight.entries for weight in weights.values())
    return Table(
        [words[name] for name in ("kind", "year", "records", "entries", "until")],
        [
            [
                NAMES[language][listing.kind],
                str(listing.year),
                number(len(listing.entries), language),
                number(entries, language),
                short_day(listing.kept_until, language),
            ]
        ],
        widths=[4, 1, 1.2, 1.2, 2],
        align="lcrrl",
    )


def _list(listing: Listing, weights: Mapping[str, Weight], language: Language) -> Table:
    words = _WORDS[language]
    rows = [
        [
            str(place),
            entry.subject,
            short_day(entry.since, language),
            short_day(entry.kept_until, language),
            number(weights[entry.subject].entries, language),
            "\n".join(weights[entry.subject].sha256[at : at + 32] for at in (0, 32)),
        ]
        for place, entry in enumerate(listing.entries, start=1)
    ]
    headings = ["No.", *(words[name] for name in ("id", "last", "until", "entries", "sum"))]
    return Table(headings, rows, widths=[0.8, 3, 2, 2, 1.3, 5], align="rlllrl")
