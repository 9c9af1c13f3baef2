"""Made-up vacancies as staff type them, for the tests of the letters and for their pictures."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows.mail.card import Sender
from flows.mail.interface import Attachment
from flows.mail.invitations import Occurrence
from flows.mail.partners import Asked, Silent, left, refused
from flows.mail.recap_gist import File, Gist, Silence
from flows.procedure.events import Entry, Occasion
from flows.procedure.models import Audience, Contact, Event, Vacancy
from flows.procedure.problems import Problem
from flows.procedure.recap.records import EVERYTHING, Figures

TODAY = date(2026, 11, 24)
OFFICE = Sender("UPT-PKPK Politeknik Negeri Batam", "karir@example.ac.id", "https://karir.example.ac.id")
OFFICE_BY_MAIL = Sender("UPT-PKPK Politeknik Negeri Batam", "karir@example.ac.id")


def vacancy(**changes: Any) -> Vacancy:
    values: dict[str, Any] = {
        "id": "L26-0001",
        "company": "PT Contoh Maju Elektronika",
        "position": "Teknisi Otomasi",
        "kind": "Penuh waktu",
        "location": "Batamindo, Batam",
        "description": "Merawat dan memperbaiki mesin produksi otomatis.\n\nTugas utama:\n"
        "- memprogram PLC (Omron, Siemens)\n"
        "- mencari dan mengatasi gangguan pada jalur produksi dua lini sebelum jam kerja berikutnya dimulai\n"
        "- menyusun laporan perawatan harian",
        "qualifications": "• D3/D4 Teknik Elektronika, Mekatronika, atau Instrumentasi\n• IPK minimal 2,75\n"
        "• Lulusan baru dipersilakan melamar\n• Bersedia bekerja shift",
        "audience": Audience(programmes=("AE", "MK")),
        "apply": "Isi formulir di https://karir.contoh-maju.example/otomasi?ref=kampus&posisi=12\n"
        "atau kirim CV ke rekrutmen@contoh-maju.example dengan judul TO_Nama.\nWhatsApp: 0812-0000-1234 (Ibu Sari)",
        "poster": "https://contoh-maju.example/poster/otomasi.jpg",
        "deadline": date(2026, 12, 4),
        "openings": 3,
        "venue": "Kampus",
        "urgent": False,
        "on_web": True,
        "status": "Setuju",
        "approved_by": "Rina",
        "checked_by": "",
    }
    return Vacancy(**(values | changes))


def several() -> list[Vacancy]:
    return [
        vacancy(),
        vacancy(
            id="L26-0002",
            company="CV Samudra Logistik",
            position="Staf Admin Gudang 📦",
            kind="Kontrak",
            location="Batu Ampar",
            description="Mencatat keluar masuk barang, membuat surat jalan, stok opname tiap akhir bulan.",
            qualifications="- Teliti, jujur\n- Menguasai Excel (VLOOKUP, pivot)\n- Gaji Rp 4.900.000 + uang makan",
            apply="WA 0813 0000 5678 (Pak Dedi), Senin–Jumat 08.00–16.00",
            poster="",
            deadline=date(2026, 11, 27),
            openings=1,
            venue="Mitra",
            urgent=True,
        ),
        vacancy(
            id="L26-0003",
            company="PT Galangan Nusantara Tbk",
            position="Magang Drafter Kapal",
            kind="Magang",
            location="Tanjung Uncang",
            description="Menggambar konstruksi lambung dengan AutoCAD dan ShipConstructor.",
            qualifications="",
            apply="Datang langsung ke pos satpam, Jl. Contoh No. 7, bawa CV dan transkrip.",
            poster="",
            deadline=None,
            openings=None,
            venue="",
        ),
    ]


def many(count: int, length: int = 300) -> list[Vacancy]:
    sentence = "Membantu pekerjaan harian bagian produksi dan menjaga kerapian area kerja. "
    return [
        vacancy(id=f"L26-{n:04}", position=f"Operator {n:04}", description=sentence * (length // len(sentence) + 1))
        for n in range(1, count + 1)
    ]


def occurrence(**changes: Any) -> Occurrence:
    """A recruitment on campus, as those who are invited are told of it."""
    zone = ZoneInfo("Asia/Jakarta")
    values: dict[str, Any] = {
        "id": "K26-0001", "kind": "Rekrutmen di Kampus", "title": "Rekrutmen PT Contoh Maju Elektronika",
        "company": "PT Contoh Maju Elektronika", "starts": datetime(2026, 12, 8, 9, tzinfo=zone),
        "ends": datetime(2026, 12, 8, 12, tzinfo=zone), "place": "Auditorium, Gedung Utama lantai 4", "seats": 40,
        "vacancies": ("L26-0001", "L26-0003"), "audience": Audience(programmes=("AE", "MK")), "status": "Setuju",
        "approved_by": "Rina", "attended": None,
    }  # fmt: skip
    event = Event(**(values | changes))
    at = datetime(2026, 11, 24, 7, tzinfo=zone)
    off = event.status == "Batal"
    entry = Entry(1, "k26-0001-0123456789ab@example.ac.id", int(off), Occasion.of(event), cancelled=off, at=at)
    return Occurrence(event, entry, [several()[0], several()[2]])


def problems() -> list[tuple[Problem, str]]:
    base = "https://docs.example.com/spreadsheets/d/abc/edit#gid=1&range="
    return [
        (
            Problem("Lowongan", "L26-0007", 7, "Batas Lamaran", "31 Februari 2026", "deadline_impossible",
                    "Tanggal ini tidak ada.", "Ketik tanggal yang benar, misalnya 28 Februari 2026."),
            base + "K7",
        ),
        (
            Problem("Lowongan", "L26-0009", 9, "Sasaran", "Teknik Mesn", "programme_unknown",
                    "Program studi ini tidak dikenal.", "Mungkin maksudnya “Teknik Mesin”."),
            base + "H9",
        ),
        (
            Problem("Alumni", "4211901001", 312, "Email", "budi@@contoh", "email_malformed",
                    "Alamat surel ini tidak benar.", "Periksa alamatnya; satu tanda @.", blocking=False),
            "Alumni!C312",
        ),
    ]  # fmt: skip


def asked(stem: str = "reminder-1") -> list[Asked]:
    """Two vacancies of one partner; in a request both are new."""
    requested = None if stem == "request" else TODAY
    until = date(2027, 1, 22)
    company = vacancy().company
    return [
        Asked("L26-0001", "Teknisi Otomasi", company, requested, unfinished=stem == "unfinished", until=until),
        Asked("L26-0004", "Staf Mutu (Quality Control)", company, None, unfinished=False, until=until),
    ]


def contact(name: str = "Sari Dewi", **changes: Any) -> Contact:
    values: dict[str, Any] = {
        "id": "M26-0001", "company": "PT Contoh Maju Elektronika", "partner_key": "contoh maju elektronika",
        "name": name, "email": "sari@contoh-maju.example", "phone": "0812-0000-1234", "language": None, "in_charge": "",
    }  # fmt: skip
    return Contact(**(values | changes))


def silent() -> list[Silent]:
    first, second = asked()
    other = Asked("L26-0009", "Welder 6G", "PT Galangan Nusantara Tbk", None, unfinished=False, until=date(2027, 1, 9))
    return [
        Silent(
            first.company,
            [(contact(), ""), (contact("Budi", email="budi@contoh-maju.example", phone=""), refused("id"))],
            [replace(first, reminders=3, form="https://karir.example.ac.id/staf/isi/L26-0001"),
             replace(second, requested=TODAY, reminders=2, unfinished=True,
                     form="https://karir.example.ac.id/staf/isi/L26-0004")],
        ),
        Silent(other.company, [(contact("", phone="0778 000111", email="hr@galangan.example"), left("id"))], [other]),
    ]  # fmt: skip


def figures(**changes: Any) -> Figures:
    values: dict[str, Any] = {
        "vacancies": 40, "cancelled": 2, "asked": 36, "answered": 31, "meant": 48210, "sent": 47655, "applied": 412,
        "applied_from": 31, "accepted": 96, "accepted_from": 29, "both_applied": 398, "both_accepted": 96,
        "both_from": 29,
    }  # fmt: skip
    return Figures(**(values | changes))


NOBODY = figures(vacancies=0, cancelled=0, asked=0, answered=0, meant=0, sent=0, applied=None, applied_from=0,
                 accepted=None, accepted_from=0, both_applied=None, both_accepted=None, both_from=0)  # fmt: skip


def gist(**changes: Any) -> Gist:
    """The recap of half a year, whole."""
    values: dict[str, Any] = {
        "period": "P26-0001", "title": "Semester 1 2026", "first": date(2026, 1, 1), "last": date(2026, 6, 30),
        "scope": EVERYTHING, "label": EVERYTHING, "revision": 0, "approved_by": "Rina Kartika",
        "archived": date(2026, 7, 14), "whole": figures(), "unspecified": figures(applied=38, accepted=7),
        "silent": (
            Silence("PT Galangan Nusantara Tbk", ("Welder 6G", "Magang Drafter Kapal"), date(2026, 5, 4), 3),
            Silence("CV Samudra Logistik", ("Staf Admin Gudang",), date(2026, 6, 15), 2),
            Silence("PT Contoh Maju Elektronika", ("Teknisi Otomasi",), date(2026, 7, 6), 0),
        ),
        "files": (File("2026/rekap-2026-s1-rev0.pdf", "0" * 64), File("2026/rekap-2026-s1-rev0.xlsx", "1" * 64)),
    }  # fmt: skip
    return Gist(**(values | changes))


def recap_slice(**changes: Any) -> Gist:
    """The slice of one study programme."""
    values: dict[str, Any] = {
        "scope": "IF", "label": "D3 Teknik Informatika", "silent": gist().silent[1:2],
        "whole": figures(vacancies=11, cancelled=0, asked=10, answered=9, meant=3120, sent=3098, applied=64,
                         applied_from=7, accepted=12, accepted_from=7, both_applied=64, both_accepted=12, both_from=7),
        "unspecified": figures(applied=9, accepted=1),
    }  # fmt: skip
    return gist(**(values | changes))


RECAP_FILES = (
    Attachment("rekap-2026-s1-rev0.pdf", "application/pdf", b"%PDF" + bytes(142_000)),
    Attachment("rekap-2026-s1-rev0.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               b"PK" + bytes(38_000)),
)  # fmt: skip
