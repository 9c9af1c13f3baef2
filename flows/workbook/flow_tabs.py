"""The tabs that the flows own: projections of the ledger, rewritten as a whole."""

from __future__ import annotations

from flows.workbook.columns import Column, Owner, Tab

STATUS = Tab(
    "Status",
    Owner.FLOWS,
    (
        Column("ID", width=10, note="Tanda pengenal baris yang dimaksud."),
        Column("Judul", width=44, note="Posisi dan perusahaan."),
        Column("Tahap", width=54, note="Keadaan sekarang; juga tampil di kolom Tahap baris asalnya."),
        Column("Diumumkan", width=20, note="Kapan pertama kali diumumkan."),
        Column("Penerima", "number", 10, note="Banyaknya penerima yang dituju."),
        Column("Terkirim", "number", 10, note="Banyaknya yang sudah terkirim."),
        Column("Gagal", "number", 8, note="Banyaknya yang ditolak server surel."),
        Column(
            "Umpan Balik",
            width=34,
            note="Hasil rekrutmen dari mitra: diminta, diingatkan, sebagian, dijawab, tidak diberikan.",
        ),
        Column("Langkah Berikut", width=44, note="Yang perlu dilakukan staf, atau kapan sistem melanjutkan."),
        Column("Tautan Formulir", width=30, note="Formulir untuk mengisi jawaban atas nama mitra."),
        Column("Diperbarui", width=20, note="Kapan baris ini terakhir berubah."),
    ),
    "keadaan satu lowongan, kegiatan, atau periode",
)
PROBLEMS = Tab(
    "Masalah",
    Owner.FLOWS,
    (
        Column("Tab", width=14, note="Tab tempat masalah ditemukan."),
        Column("ID", width=13, note="Tanda pengenal baris yang dimaksud."),
        Column("Baris", "number", 7, note="Nomor baris saat dibaca; bergeser bila tab diurutkan."),
        Column("Kolom", width=18, note="Kolom yang bermasalah."),
        Column("Nilai", width=30, note="Isi sel yang bermasalah."),
        Column("Masalah", width=60, note="Apa yang salah."),
        Column("Saran", width=60, note="Apa yang perlu dilakukan."),
        Column("Sejak", width=20, note="Kapan masalah ini pertama kali terlihat."),
    ),
    "satu masalah yang ditemukan",
)
RESPONSES = Tab(
    "Respon",
    Owner.FLOWS,
    (
        Column("Waktu", width=20, note="Kapan jawaban ini diberikan."),
        Column("ID Lowongan", width=13, note="Lowongan yang dijawab."),
        Column("Perusahaan", width=28, note="Mitra yang menjawab."),
        Column("Sumber", width=14, note="Lewat apa jawaban diterima: formulir, telepon, WhatsApp, surel, kunjungan."),
        Column("Versi", "number", 8, note="Jawaban keberapa untuk lowongan ini; yang terakhir diberikan yang berlaku."),
    ),
    "satu jawaban mitra; jawaban yang diperbaiki menjadi baris baru",
)
"""The form's questions have their columns between *Perusahaan* and *Sumber*, see `with_questions`."""

RECAP = Tab(
    "Rekap",
    Owner.FLOWS,
    (
        Column("Periode", width=46, note="Rekap yang masih draf; yang final ada di Arsip."),
        Column("Bagian", width=22, note="Ringkasan, per mitra, per prodi, dan seterusnya."),
        Column("Uraian", width=36, note="Yang dihitung pada baris ini."),
        Column("Lowongan", "number", 10, note="Banyaknya lowongan yang ditutup dalam periode ini."),
        Column("Ditanyakan", "number", 11, note="Banyaknya yang hasilnya diminta dari mitra."),
        Column("Dijawab", "number", 10, note="Banyaknya yang dijawab mitra."),
        Column("Pelamar", "number", 10, note="Kosong bila tidak diketahui, bukan nol."),
        Column("Diterima", "number", 10, note="Kosong bila tidak diketahui, bukan nol."),
        Column("Keterangan", width=60, note="Dari berapa jawaban angka itu, dan apa yang belum diketahui."),
        Column("Sumber", width=30, note="ID lowongan yang membentuk angka pada baris ini."),
    ),
    "satu angka atau kelompok dari rekap yang masih draf",
    hidden=True,
)
KPI = Tab(
    "KPI",
    Owner.FLOWS,
    (
        Column("Tahun", "number", 8, note="Tahun kalender."),
        Column("Indikator", width=14, note="Kode indikator kinerja, atau ukuran layanan."),
        Column("Uraian", width=52, note="Yang diukur."),
        Column("Nilai", width=16, note="Kosong bila belum diketahui."),
        Column("Bukti", "long", 60, note="Kegiatan, tanggal, dan kehadiran; atau dari berapa data angka itu."),
        Column("Sumber", width=30, note="ID kegiatan atau lowongan."),
    ),
    "satu indikator dalam satu tahun",
    hidden=True,
)
ARCHIVE = Tab(
    "Arsip",
    Owner.FLOWS,
    (
        Column("Periode", width=10, note="ID periode."),
        Column("Judul", width=60, note="Nama rekap atau berita acara."),
        Column("Revisi", "number", 8, note="0 = yang pertama disetujui."),
        Column("Berkas", width=40, note="Letak berkas di dalam folder arsip."),
        Column("Baris", "number", 8, note="Banyaknya baris data di dalamnya."),
        Column("SHA-256", width=68, note="Sidik berkas; diperiksa dengan loker archive verify."),
        Column("Kepala Jejak", width=68, note="Sidik jejak sampai saat itu; diperiksa dengan loker audit verify."),
        Column("Disetujui Oleh", width=18, note="Seperti yang diketik di Periode atau Pemusnahan."),
        Column("Diarsipkan", width=20, note="Kapan berkas ini disimpan."),
        Column("Disimpan Sampai", width=16, note="Sampai hari ini berkas tidak boleh dimusnahkan."),
    ),
    "satu berkas dalam arsip",
    hidden=True,
)
DISPOSAL = Tab(
    "Pemusnahan",
    Owner.FLOWS,
    (
        Column("ID", width=20, note="Tanda pengenal yang akan dimusnahkan."),
        Column("Jenis", width=30, note="Jenis arsip menurut prosedur."),
        Column("Uraian", width=44, note="Apa saja yang akan dimusnahkan."),
        Column("Disimpan Sampai", width=16, note="Hari terakhir masa simpan."),
        Column("Disetujui Oleh", width=20, note="Diketik staf: nama yang menyetujui pemusnahan.", staff=True),
        Column("Tahap", width=58, note="Menunggu persetujuan, dimusnahkan, atau yang masih perlu dihapus staf."),
    ),
    "satu arsip yang masa simpannya habis",
    hidden=True,
)
ATTENDANCE = Tab(
    "Hadir",
    Owner.FLOWS,
    (
        Column("ID Kegiatan", width=12, note="Kegiatan yang dihadiri."),
        Column("Kegiatan", width=34, note="Judul kegiatan."),
        Column("NIM", width=14, note="Nomor induk mahasiswa."),
        Column("Nama", width=28, note="Seperti di tab Alumni, atau seperti diketik tamu."),
        Column("Prodi", width=24, note="Program studi."),
        Column("Jawaban", width=14, note="Akan hadir, tidak hadir, daftar tunggu, atau belum menjawab."),
        Column("Hadir", width=20, note="Kapan hadir; kosong bila belum."),
        Column("Sumber", width=18, note="Lewat tautan undangan, kode QR, atau dicatat staf."),
        Column(
            "Dicatat Staf",
            "choice",
            16,
            choices=("Akan hadir", "Tidak hadir", "Sudah hadir"),
            note="Diisi staf bila kabar datang lewat surel atau telepon, atau orangnya hadir. Dikosongkan sistem.",
            staff=True,
        ),
    ),
    "satu orang pada satu kegiatan",
    hidden=True,
)
SIGNUPS = Tab(
    "Pendaftar",
    Owner.FLOWS,
    (
        Column("Email", width=32, note="Alamat yang sudah dikonfirmasi lewat tautan."),
        Column("Nama", width=28, note="Seperti diketik pendaftar."),
        Column("NIM", width=14, note="Seperti diketik pendaftar; cocokkan dengan data akademik."),
        Column("Prodi", width=28, note="Program studi."),
        Column("Tahun Lulus", "number", 11, note="Tahun lulus."),
        Column("Terdaftar", width=20, note="Kapan alamat dikonfirmasi dan persetujuan diberikan."),
        Column("Diterima", "choice", 12, choices=("Ya", "Tidak"), note="Diisi staf: Ya = masuk daftar.", staff=True),
        Column("Tahap", width=44, note="Menunggu staf, diterima, ditolak, atau sudah ada di tab Alumni."),
    ),
    "satu orang yang ingin masuk daftar alumni",
    hidden=True,
)
