"""Every tab and column of the workbook, declared once: the writer, the reader, the checks and the guide go by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.flow_tabs import ARCHIVE, ATTENDANCE, DISPOSAL, KPI, PROBLEMS, RECAP, RESPONSES, SIGNUPS, STATUS

YES_NO = ("Ya", "Tidak")
WORK_KINDS = ("Penuh waktu", "Paruh waktu", "Kontrak", "Magang", "Lepas")
PLACES = ("Kampus", "Mitra", "Daring")
VACANCY_STATUS = ("Draf", "Pratinjau", "Setuju", "Ralat", "Tutup", "Batal")
EVENT_STATUS = ("Draf", "Setuju", "Batal")
PERIOD_STATUS = ("Draf", "Setuju", "Perbarui")
EMAIL_STATUS = ("Aktif", "Berhenti")
LANGUAGES = ("Indonesia", "Inggris")
EVENT_KINDS = (
    "Rapat",
    "Workshop",
    "Diseminasi/Sosialisasi",
    "Seminar",
    "Pendampingan",
    "Benchmarking",
    "Rekrutmen di Kampus",
)

STAGE = "Tahap"
"""Last column of a staff tab: a look-up formula on *Status* or, first, *Masalah*. Ignored when reading."""


def _choice(
    heading: str, choices: tuple[str, ...], width: int = 14, *, required: bool = False, note: str = ""
) -> Column:
    return Column(heading, "choice", width, required, choices, note)


_ID = Column("ID", "id", 10, note="Diisi sistem. Jangan diketik atau diubah.")
_STAGE = Column(STAGE, "stage", 54, note="Diisi rumus: keadaan baris ini, atau masalah yang ditemukan.")

VACANCIES = Tab(
    "Lowongan",
    Owner.STAFF,
    (
        _ID,
        Column("Perusahaan", width=26, required=True, note="Nama perusahaan, mis. PT Maju Jaya."),
        Column("Posisi", width=28, required=True, note="Nama jabatan yang dibuka."),
        _choice("Jenis", WORK_KINDS, required=True, note="Pilih dari daftar."),
        Column("Lokasi", width=20, required=True, note="Kota atau kawasan kerja."),
        Column("Deskripsi", "long", 40, required=True, note="Uraian pekerjaan; boleh beberapa baris."),
        Column("Kualifikasi", "long", 40, note="Syarat pelamar; boleh beberapa baris."),
        Column(
            "Sasaran",
            width=28,
            required=True,
            note="Program studi, nama daftar, atau Semua; pisahkan dengan koma.",
        ),
        Column("Cara Melamar", "long", 34, required=True, note="Alamat web, surel, nomor WhatsApp, atau tempat."),
        Column("Poster", width=24, note="Alamat web gambar poster (https://…)."),
        Column("Batas Lamaran", "date", 14, note="Hari terakhir melamar; kosong = sampai Status Tutup."),
        Column("Jumlah Dibutuhkan", "number", 12, note="Banyaknya orang yang dicari."),
        _choice("Tempat Rekrutmen", PLACES, note="Kampus, Mitra, atau Daring."),
        _choice("Segera", YES_NO, 9, note="Ya = dikirim pada putaran berikut, tanpa menunggu jam pengumuman."),
        _choice("Tampil di Web", YES_NO, 9, note="Ya = ditampilkan di laman publik."),
        _choice(
            "Status",
            VACANCY_STATUS,
            12,
            note="Draf, lalu Pratinjau (surel ke staf), lalu Setuju (diumumkan). Ralat = kirim perbaikan.",
        ),
        Column("Disetujui Oleh", width=18, note="Nama yang menyetujui; wajib untuk Setuju dan Ralat."),
        Column("Peringatan Diperiksa Oleh", width=18, note="Nama yang sudah memeriksa peringatan penipuan."),
        Column("Catatan", "long", 28, note="Catatan staf; tidak dikirim ke siapa pun."),
        _STAGE,
    ),
    "satu lowongan",
)
ALUMNI = Tab(
    "Alumni",
    Owner.STAFF,
    (
        Column("NIM", width=14, required=True, note="Nomor induk mahasiswa, sebagai teks."),
        Column("Nama", width=28, required=True, note="Nama lengkap; dipakai menyapa di surel."),
        Column("Email", width=32, required=True, note="Satu alamat surel yang aktif."),
        Column("Prodi", width=32, required=True, note="Nama atau singkatan program studi."),
        Column("Tahun Lulus", "number", 11, required=True, note="Empat angka, mis. 2024."),
        _choice("Status Email", EMAIL_STATUS, note="Berhenti = tidak dikirimi surel. Kosong = Aktif."),
        _choice("Bahasa", LANGUAGES, note="Bahasa surel. Kosong = bahasa kantor."),
    ),
    "satu lulusan",
)
LISTS = Tab(
    "Daftar",
    Owner.STAFF,
    (
        Column("Nama Daftar", width=26, required=True, note="Dipakai di kolom Sasaran."),
        Column("Prodi", width=36, note="Program studi, pisahkan dengan koma; kosong = semua."),
        Column("Tahun Lulus Dari", "number", 12, note="Empat angka; kosong = tanpa batas awal."),
        Column("Tahun Lulus Sampai", "number", 12, note="Empat angka; kosong = tanpa batas akhir."),
        Column("Alamat Milis", width=32, note="Bila diisi, lowongan dikirim sekali ke milis ini."),
    ),
    "satu daftar alumni",
)
PARTNERS = Tab(
    "Mitra",
    Owner.STAFF,
    (
        _ID,
        Column("Perusahaan", width=28, required=True, note="Nama perusahaan, seperti di tab Lowongan."),
        Column("Narahubung", width=24, note="Nama orang yang dihubungi."),
        Column("Email", width=32, note="Alamat surel narahubung."),
        Column("Telepon", width=18, note="Sebagai teks, mis. 081234567890."),
        _choice("Bahasa", LANGUAGES, note="Bahasa surel. Kosong = bahasa kantor."),
        Column("Penanggung Jawab", width=30, note="Alamat surel staf yang menghubungi mitra ini."),
    ),
    "satu narahubung mitra",
)
EVENTS = Tab(
    "Kegiatan",
    Owner.STAFF,
    (
        _ID,
        _choice("Jenis", EVENT_KINDS, 22, required=True, note="Pilih dari daftar."),
        Column("Judul", width=34, required=True, note="Nama kegiatan."),
        Column("Perusahaan", width=26, note="Mitra yang terlibat; boleh kosong."),
        Column("Mulai", "moment", 17, required=True, note="Tanggal dan jam, mis. 24/11/2026 09:00."),
        Column("Selesai", "moment", 17, note="Tanggal dan jam selesai; boleh kosong."),
        Column("Tempat", width=28, note="Ruang, gedung, atau alamat rapat daring."),
        Column("Kursi", "number", 8, note="Banyaknya tempat; kosong = tidak dibatasi."),
        Column("Lowongan", width=20, note="ID lowongan terkait, pisahkan dengan koma."),
        Column("Sasaran", width=28, note="Program studi, nama daftar, atau Semua; pisahkan dengan koma."),
        _choice("Status", EVENT_STATUS, 12, note="Draf, lalu Setuju. Batal = tidak jadi diadakan."),
        Column("Disetujui Oleh", width=18, note="Nama yang menyetujui; wajib untuk Setuju."),
        Column("Jumlah Hadir", "number", 10, note="Banyaknya yang hadir; diisi sesudah kegiatan."),
        Column("Catatan", "long", 28, note="Catatan staf; tidak dikirim ke siapa pun."),
        _STAGE,
    ),
    "satu kegiatan",
)
RECAP_RECIPIENTS = Tab(
    "Penerima Rekap",
    Owner.STAFF,
    (
        Column("Nama", width=28, required=True, note="Nama penerima rekap."),
        Column("Jabatan", width=28, note="Mis. Wakil Direktur III atau Ketua Jurusan."),
        Column("Email", width=32, required=True, note="Alamat surel penerima."),
        Column("Cakupan", width=30, required=True, note="Semua, nama jurusan, atau nama program studi."),
    ),
    "satu penerima rekap",
)
PERIODS = Tab(
    "Periode",
    Owner.STAFF,
    (
        _ID,
        Column("Judul", width=34, required=True, note="Nama rekap, mis. Semester Ganjil 2026/2027."),
        Column("Dari", "date", 14, required=True, note="Hari pertama yang direkap."),
        Column("Sampai", "date", 14, required=True, note="Hari terakhir yang direkap."),
        _choice("Status", PERIOD_STATUS, 12, note="Draf, lalu Setuju: rekap dibuat. Perbarui = dibuat ulang."),
        Column("Disetujui Oleh", width=18, note="Nama yang menyetujui; wajib untuk Setuju dan Perbarui."),
        _STAGE,
    ),
    "satu rekap yang akan dibuat",
)
CONTROL = Tab(
    "Kendali",
    Owner.STAFF,
    (
        Column("Nama", width=26, required=True, note="Jeda, Jam Pengumuman, atau Alamat Staf."),
        Column("Nilai", width=44, note="Jeda = Ya menghentikan semua pengiriman."),
    ),
    "satu sakelar",
)
CONTROL_NAMES = ("Jeda", "Jam Pengumuman", "Alamat Staf")
"""The switches of *Kendali*: stop all sending; the digest's hour (0 to 23); staff's addresses, separated by commas."""

TABS: tuple[Tab, ...] = (
    VACANCIES,
    ALUMNI,
    LISTS,
    PARTNERS,
    EVENTS,
    RECAP_RECIPIENTS,
    PERIODS,
    CONTROL,
    STATUS,
    PROBLEMS,
    RESPONSES,
    ATTENDANCE,
    SIGNUPS,
    RECAP,
    KPI,
    ARCHIVE,
    DISPOSAL,
)
"""In the order of a new workbook, after the explanation tab."""


def with_questions(questions: Iterable[Column]) -> tuple[Tab, ...]:
    """`TABS` as an office has them whose form has these questions: each a column of *Respon*."""
    first, last = RESPONSES.columns[:3], RESPONSES.columns[3:]
    responses = replace(RESPONSES, columns=(*first, *questions, *last))
    return tuple(responses if tab is RESPONSES else tab for tab in TABS)


GUIDE_TITLE = "Penjelasan"
"""The explanation tab, first in the workbook; the flows never read it."""


def staff_tabs() -> Iterator[Tab]:
    return (tab for tab in TABS if tab.owner is Owner.STAFF)


def flow_tabs() -> Iterator[Tab]:
    return (tab for tab in TABS if tab.owner is Owner.FLOWS)
