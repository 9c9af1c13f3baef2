"""The text of the explanation tab, in plain Indonesian, made from the declared tabs so that it cannot lag behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.workbook.columns import Owner, Tab
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.tabs import CONTROL, GUIDE_TITLE, STAGE, TABS, VACANCIES

Row = tuple[str, ...]

_STEPS: tuple[Row, ...] = (
    ("1", f"Ketik lowongan di tab {VACANCIES.title}, satu baris satu lowongan. Kolom ID dibiarkan kosong."),
    (
        "2",
        f"Lihat kolom {STAGE} di ujung kanan baris itu. Bila ada tanda ⚠, perbaiki; saran lengkap di {PROBLEMS.title}.",
    ),
    ("3", "Ubah Status menjadi Pratinjau: contoh surelnya dikirim ke staf saja."),
    ("4", "Sudah benar? Isi Disetujui Oleh, lalu ubah Status menjadi Setuju. Lowongan diumumkan kepada lulusan."),
    ("5", f"Hasil pengiriman terbaca di kolom {STAGE} dan, lebih rinci, di tab {STATUS.title}."),
)

_RESULTS: tuple[Row, ...] = (
    (
        "Diminta",
        "Sesudah batas lamaran atau kegiatannya lewat, atau Status menjadi Tutup, mitra diminta hasilnya lewat surel.",
    ),
    ("Diingatkan", "Mitra yang belum menjawab diingatkan beberapa kali, hanya pada jam kerja di hari kerja."),
    (
        "Dihubungi",
        "Sesudah itu Penanggung Jawab menerima daftar mitra yang perlu ditelepon, sekali seminggu.",
    ),
    ("Dicatat", f"Jawaban lewat telepon dan lainnya dicatat lewat Tautan Formulir di tab {STATUS.title}."),
    ("Tidak diberikan", "Bila sampai batas waktunya tidak dijawab, hasilnya tercatat tidak diketahui, bukan nol."),
)

_EVENTS: tuple[Row, ...] = (
    ("Undangan", "Isi tab Kegiatan, lalu Status Setuju: alumni di Sasaran diundang lewat surel dan kalender."),
    ("Perubahan", "Mulai, Selesai, atau Tempat yang diubah dikabarkan kepada yang diundang. Batal = dibatalkan."),
    ("Kursi", "Yang lebih dahulu menjawab mendapat kursi. Bila ada yang batal, daftar tunggu naik dan dikabari."),
    ("Pengingat", "Sehari sebelumnya, pada jam pengumuman, kepada yang menjawab akan hadir."),
    (
        "Jawaban dan kehadiran",
        "Terbaca di tab Hadir. Kabar lewat surel atau telepon, dan siapa yang hadir, dipilih di kolom Dicatat Staf.",
    ),
    (
        "Jumlah Hadir",
        "Cukup diisi angkanya bila kehadiran tidak dicatat satu per satu. Bila dicatat, catatan itu yang dipakai.",
    ),
    (
        "Persiapan",
        "Yang terlambat (tempat, undangan, perlengkapan, hadir, notula, dokumentasi) muncul di Masalah.",
    ),
    ("Persiapan selesai", "Tulis namanya dan ok di Catatan, misalnya: tempat ok, notula ok."),
    ("Hasil rekrutmen", "Diminta dari mitra per lowongan: isi Lowongan pada kegiatan Rekrutmen di Kampus."),
)

_STATUS: tuple[Row, ...] = (
    ("Draf", "Masih diketik. Tidak ada yang dikirim. Sama dengan Status yang kosong."),
    ("Pratinjau", "Contoh surel dikirim ke staf saja."),
    ("Setuju", "Diumumkan. Diganti dari Setuju = yang belum terkirim ditarik."),
    ("Ralat", "Perbaikan dikirim kepada mereka yang sudah menerima pengumuman."),
    ("Tutup", "Rekrutmen selesai; tidak diumumkan lagi, dan mitra diminta hasilnya."),
    ("Batal", "Dibatalkan; tidak diumumkan lagi, dan mitra tidak diminta hasilnya."),
)

_RULES: tuple[Row, ...] = (
    (
        "Kapan dikirim",
        "Setiap pagi pada jam pengumuman. Segera = Ya dikirim pada putaran berikutnya, sekitar 10 menit.",
    ),
    (
        "Baris baru",
        "Baris diproses setelah tidak diubah kira-kira 10 menit, jadi ketikan setengah jalan tidak terkirim.",
    ),
    ("ID", "Diisi sistem dan menjadi tanda pengenal baris. Jangan diketik, diubah, atau disalin."),
    ("Menata baris", "Baris boleh diurutkan, disaring, dipindah, disisipkan, dan dihapus. Kolom boleh digeser."),
    ("Kolom sendiri", "Kolom dan tab tambahan milik staf boleh dibuat; sistem tidak menyentuhnya."),
    ("Judul kolom", "Jangan mengganti tulisan judul kolom di baris 1: sistem mengenali kolom dari judulnya."),
    (
        "Tanggal",
        "Tulis hari dulu: 24/11/2026. Telepon dan NIM ditulis sebagai teks agar angka 0 di depan tidak hilang.",
    ),
)
_LOCAL: Row = (
    "Saat disimpan",
    "Tutup berkas ini bila selesai. Selama terbuka, hasil sistem ditunda dulu dan tidak ada yang hilang.",
)
_SHARED: Row = ("Bersama-sama", "Beberapa orang boleh mengisi bersamaan, dan buku kerja ini boleh tetap terbuka.")

_SWITCHES: tuple[Row, ...] = (
    ("Jeda", "Ya = semua pengiriman berhenti, juga yang sedang berjalan, sampai diubah kembali menjadi Tidak."),
    ("Jam Pengumuman", "Jam pengiriman setiap hari, 0 sampai 23. Kosong = menurut pengaturan kantor."),
    ("Alamat Staf", "Penerima pratinjau dan kabar masalah, pisahkan dengan koma. Kosong = menurut pengaturan kantor."),
)

_COLOURS: tuple[Row, ...] = (
    ("Judul biru tua", "Kolom wajib diisi."),
    ("Judul biru muda", "Kolom boleh kosong."),
    ("Judul abu-abu", "Diisi sistem; tidak perlu diketik."),
    ("Baris kuning", "Ada masalah di baris itu; baca kolom Tahap."),
)


def guide_rows(tabs: Sequence[Tab] = TABS, *, shared: bool = False, site: str = "") -> list[tuple[str, ...]]:
    """The explanation tab from row 1: a single cell is a heading (the first is the title), two cells are a term and
    its explanation (the term may be ``""``), and an empty tuple is an empty row. ``shared``: a spreadsheet that many
    have open at once, not a file. ``site`` is where the public page is, which has the whole guide, if that is known."""
    rows: list[Row] = [
        (f"{GUIDE_TITLE}: buku kerja kesempatan kerja",),
        ("", "Staf cukup mengetik di buku kerja ini. Sistem membaca, memeriksa, mengirim surel, dan menjawab di sini."),
        ("Panduan lengkap", f"{site}/panduan/staf" if site else "Di laman kantor, bagian Panduan, halaman staf."),
    ]
    for heading, body in (
        ("Dari lowongan sampai surel", _STEPS),
        ("Arti Status lowongan", _STATUS),
        ("Kegiatan, dari undangan sampai daftar hadir", _EVENTS),
        ("Hasil rekrutmen dari mitra", _RESULTS),
        (f"Sakelar di tab {CONTROL.title}", _SWITCHES),
        ("Yang perlu diketahui", (*_RULES, _SHARED if shared else _LOCAL)),
        ("Arti warna", _COLOURS),
        ("Tab yang diisi staf", tuple(_tab_lines(tabs, Owner.STAFF))),
        ("Tab yang ditulis ulang oleh sistem: dibaca saja", tuple(_tab_lines(tabs, Owner.FLOWS))),
    ):
        rows += [(), (heading,), *body]
    for tab in tabs:
        noted = [(column.heading, column.note) for column in tab.columns if column.note]
        if noted:
            rows += [(), (f"Kolom di tab {tab.title}",), *noted]
    return rows


def _tab_lines(tabs: Sequence[Tab], owner: Owner) -> Iterator[Row]:
    for tab in tabs:
        if tab.owner is owner:
            yield tab.title, _one_row(tab)


def _one_row(tab: Tab) -> str:
    return f"Satu baris adalah {tab.row_is}." + (" Muncul bila ada isinya." if tab.hidden else "")
