"""The problems in Indonesian, as a university office writes to its own staff."""

from __future__ import annotations

_ASK_THE_COMPANY = (
    "Tanyakan kepada perusahaan lewat kontak resmi. Bila aman, isi Peringatan Diperiksa Oleh dengan nama Anda."
)

TEXTS: dict[str, tuple[str, str]] = {
    # --- tabs and headings ---
    "tab_missing": (
        "Tab {tab} tidak ditemukan.",
        "Kembalikan tab itu dengan nama {tab}, misalnya lewat riwayat versi atau tombol Urungkan.",
    ),
    "headings_missing": (
        "Baris judul kolom tidak ditemukan di baris 1.",
        "Tulis judul kolom di baris 1: {columns}.",
    ),
    "heading_missing": (
        "Kolom {column} tidak ditemukan.{hint}",
        "Tulis judul {column} di baris 1, tepat seperti itu; letaknya bebas.",
    ),
    "heading_doubled": (
        "Ada dua kolom berjudul {column}; yang dibaca hanya yang pertama, kolom {first}.",
        "Hapus kolom {second} atau beri judul lain.",
    ),
    # --- Sasaran ---
    "audience_nobody": (
        "Tidak ada alumni aktif yang cocok dengan Sasaran “{value}”: lowongan ini tidak sampai kepada siapa pun.",
        "Periksa Sasaran, atau Prodi, Tahun Lulus dan Status Email di tab Alumni.",
    ),
    # --- any cell ---
    "cell_missing": ("Kolom {column} belum diisi.", "Isi kolom {column}."),
    "formula_error": (
        "Kolom {column} berisi kesalahan rumus ({value}).",
        "Perbaiki rumusnya, atau ganti dengan isi yang diketik langsung.",
    ),
    "number_for_text": (
        "Kolom {column} berisi angka, sehingga angka nol atau tanda + di depan bisa hilang.",
        "Ubah format sel menjadi Teks, lalu ketik ulang selengkapnya.",
    ),
    "choice_unknown": ("“{value}” bukan pilihan untuk kolom {column}.{hint}", "Pilih salah satu: {choices}."),
    "number_unreadable": (
        "“{value}” di kolom {column} tidak terbaca sebagai bilangan bulat.",
        "Tulis angkanya saja, tanpa kata atau tanda lain.",
    ),
    "number_range": (
        "Angka {value} di kolom {column} tidak masuk akal.",
        "Tulis bilangan antara {low} dan {high}.",
    ),
    "hour_unreadable": ("“{value}” tidak terbaca sebagai jam bulat.", "Tulis angka 0 sampai 23, misalnya 7."),
    # --- days and moments ---
    "day_unreadable": (
        "“{value}” di kolom {column} tidak terbaca sebagai tanggal.",
        "Tulis tanggal lengkap, misalnya 5 Desember 2026.",
    ),
    "day_impossible": (
        "Tanggal “{value}” tidak ada di kalender.",
        "Periksa hari dan bulannya, lalu tulis lagi, misalnya 28 Februari 2027.",
    ),
    "day_month_first": (
        "“{value}” tampaknya ditulis dengan bulan di depan.",
        "Tulis hari lebih dulu. Mungkin maksudnya {better}.",
    ),
    "day_without_year": (
        "Tanggal “{value}” belum ada tahunnya.",
        "Tulis lengkap dengan tahun, misalnya {better}.",
    ),
    "day_of_week": (
        "Nama hari pada “{value}” tidak cocok dengan tanggalnya ({day} jatuh pada hari lain).",
        "Betulkan nama hari atau tanggalnya.",
    ),
    "day_far_away": ("Tahun {year} pada kolom {column} tidak masuk akal.", "Periksa tahunnya."),
    "day_with_time": (
        "Kolom {column} hanya memuat tanggal, tetapi “{value}” memuat jam.",
        "Tulis tanggalnya saja (berlaku sampai pukul 23.59); tulis jamnya di Deskripsi atau Cara Melamar.",
    ),
    "moment_without_time": ("Kolom {column} belum memuat jam.", "Tulis tanggal dan jam: 24 Nov 2026 09.00."),
    "moment_unreadable": (
        "“{value}” di kolom {column} tidak terbaca sebagai tanggal dan jam.",
        "Tulis seperti ini: 24 Nov 2026 09.00.",
    ),
    # --- addresses ---
    "email_malformed": (
        "“{value}” bukan alamat surel yang benar.{hint}",
        "Tulis satu alamat saja, misalnya nama@example.com.",
    ),
    "email_several": (
        "Kolom {column} berisi lebih dari satu alamat surel.",
        "Sisakan satu alamat, yaitu yang paling sering dibuka.",
    ),
    "email_misspelt": (
        "Alamat “{value}” tampaknya salah ketik.{hint}",
        "Periksa bagian setelah tanda @, lalu betulkan bila perlu.",
    ),
    "email_doubled": (
        "Alamat {value} juga dipakai baris {other} atas nama lain.",
        "Periksa alamat kedua lulusan ini; satu alamat hanya menerima satu surel.",
    ),
    "phone_malformed": (
        "“{value}” tidak terbaca sebagai nomor telepon.",
        "Tulis nomornya saja, misalnya 081234567890.",
    ),
    "url_malformed": (
        "“{value}” bukan alamat web yang lengkap.{hint}",
        "Tulis alamat lengkap yang diawali https://.",
    ),
    # --- alumni ---
    "nim_malformed": ("“{value}” tidak terbaca sebagai NIM.", "Tulis NIM sebagai teks, tanpa kata lain."),
    "nim_doubled": (
        "NIM {value} sudah ada di baris {other}; baris ini tidak dipakai.",
        "Hapus salah satu baris, atau betulkan NIM yang salah.",
    ),
    "programme_unknown": (
        "Program studi “{value}” tidak dikenal.{hint}",
        "Tulis nama atau singkatan program studi seperti dalam daftar resmi.",
    ),
    "and_more": (
        "Masalah seperti di atas pada kolom {column} juga ada di {count} baris lain (baris {first} sampai {last}).",
        "Perbaiki dulu baris-baris di atas; yang lain tampil sesudahnya.",
    ),
    # --- vacancies ---
    "audience_unknown": (
        "“{name}” di kolom {column} bukan program studi atau nama daftar yang dikenal.{hint}",
        "Tulis program studi, nama dari tab Daftar, atau Semua; pisahkan dengan koma.",
    ),
    "audience_list_faulty": (
        "Daftar “{name}” di kolom {column} masih bermasalah, jadi belum dapat dipakai.",
        "Perbaiki baris daftar itu di tab Daftar.",
    ),
    "deadline_past": (
        "Batas Lamaran {value} sudah lewat; lowongan ini tidak akan dikirim.",
        "Perbarui Batas Lamaran, atau ubah Status menjadi Tutup.",
    ),
    "apply_unclear": (
        "Cara Melamar belum menyebut ke mana pelamar harus mengirim lamaran.",
        "Tambahkan alamat web, alamat surel, nomor telepon/WhatsApp, atau tempat melamar.",
    ),
    "apply_address_malformed": (
        "Alamat “{address}” di Cara Melamar tampaknya salah tulis.{hint}",
        "Betulkan alamatnya, agar lamaran sampai.",
    ),
    "approval_missing": (
        "Status sudah {status}, tetapi Disetujui Oleh belum diisi.",
        "Isi nama yang menyetujui, atau kembalikan Status ke Draf.",
    ),
    "copy_waits": (
        "Baris ini disalin dari baris lain; {value} di kolom Status ikut tersalin, jadi belum berlaku.",
        "Periksa isinya, ubah Status menjadi Draf, tunggu sampai tanda ⚠ ini hilang, lalu pilih {value} lagi.",
    ),
    "lookalike": (
        "Mirip dengan lowongan {other} (baris {other_row}) dari perusahaan yang sama: {position}.",
        "Bila memang berbeda, isi Peringatan Diperiksa Oleh dengan nama Anda; bila sama, hapus salah satu.",
    ),
    # --- signs of fraud: each names what was found, and is answered in the same way ---
    "fraud_fee": (
        "Tanda penipuan: pelamar tampaknya diminta membayar (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_refund": (
        "Tanda penipuan: pelamar diminta membayar perjalanan dulu dan dijanjikan penggantian (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_no_selection": (
        "Tanda penipuan: dijanjikan diterima tanpa wawancara atau seleksi (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_secrets": (
        "Tanda penipuan: diminta data rahasia seperti PIN, OTP, kartu ATM, atau swafoto dengan KTP (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_free_mail": (
        "Tanda penipuan: alamat {found} memakai layanan gratis, padahal perusahaan ini punya domain {domain}.",
        _ASK_THE_COMPANY,
    ),
    "fraud_short_link": (
        "Tautan pendek {found} menyembunyikan alamat tujuannya.",
        "Ganti dengan alamat aslinya, atau buka dan periksa, lalu isi Peringatan Diperiksa Oleh dengan nama Anda.",
    ),
    # --- lists, events, periods, recipients, control ---
    "list_doubled": (
        "Nama daftar “{value}” sudah dipakai baris {other}.",
        "Beri nama lain, atau hapus salah satu.",
    ),
    "list_name_taken": (
        "Nama daftar “{value}” sama dengan nama program studi, atau dengan kata Semua, atau memuat koma.",
        "Beri nama lain, agar kolom Sasaran tidak bermakna ganda.",
    ),
    "reversed": ("{column} ({value}) lebih awal daripada {other}.", "Periksa kedua isian itu."),
    "event_vacancy_unknown": (
        "Lowongan {name} tidak ditemukan di tab Lowongan.",
        "Tulis ID lowongan seperti L26-0001; pisahkan dengan koma.",
    ),
    "period_overlaps": (
        "Dari dan Sampai bertumpang tindih dengan {other}, sehingga sebagian lowongan direkap dua kali.",
        "Periksa tanggalnya. Periode boleh berada seluruhnya di dalam periode lain, misalnya semester dalam tahun.",
    ),
    "period_twice": (
        "Dari dan Sampai sama dengan {other}: rekap yang sama akan dibuat dua kali.",
        "Hapus salah satu baris, atau betulkan tanggalnya.",
    ),
    "period_early": (
        "Status sudah {value}, tetapi periode ini belum berakhir saat disetujui; rekapnya belum diarsipkan.",
        "Mulai {over}: periksa tab Rekap, lalu isi ulang Disetujui Oleh, misalnya dengan nama dan tanggal.",
    ),
    "scope_unknown": (
        "“{value}” bukan jurusan atau program studi yang dikenal.{hint}",
        "Tulis Semua, nama jurusan, atau nama program studi.",
    ),
    "recap_without_part": (
        "Rekap {period} sudah diarsipkan tanpa bagian untuk {value}, jadi tidak dikirim kepada penerima ini.",
        "Penerima ini mendapat rekap berikutnya. Untuk yang sekarang, teruskan sendiri surel atau berkasnya.",
    ),
    "recipient_refused": (
        "Server surel menolak alamat {value}; rekap {period} tidak sampai.",
        "Perbaiki alamatnya; rekapnya lalu dikirim sendiri.",
    ),
    "switch_unknown": ("“{value}” bukan sakelar yang dikenal.{hint}", "Yang dikenal: {choices}."),
    "switch_doubled": (
        "Sakelar {value} sudah ada di baris {other}; baris ini tidak dipakai.",
        "Hapus salah satu baris.",
    ),
    "pause_unreadable": (
        "Isi sakelar Jeda (“{value}”) tidak terbaca; demi keamanan, semua pengiriman dijeda.",
        "Tulis Ya atau Tidak.",
    ),
    "pause_unknown": (
        "Sakelar Jeda tidak dapat dibaca karena tab Kendali tidak lengkap; semua pengiriman dijeda.",
        "Kembalikan tab Kendali dengan kolom Nama dan Nilai.",
    ),
    # --- asking partners for results ---
    "partner_unknown": (
        "Belum ada alamat surel narahubung {value} di tab Mitra, jadi hasil rekrutmennya belum dapat diminta.{hint}",
        "Isi narahubung dan alamat surelnya di tab Mitra, dengan nama perusahaan yang sama.",
    ),
    "contact_refused": (
        "Server surel menolak alamat {value}; permintaan hasil rekrutmen tidak sampai.",
        "Tanyakan alamat yang benar kepada mitra, lalu perbaiki di sini.",
    ),
    # --- the year's activity (KPI B.1.17.3) ---
    "no_activity": (
        "Tahun {value} belum ada kegiatan yang menghubungkan dunia industri dengan lulusan (KPI B.1.17.3, minimal "
        "sekali setahun), dan belum ada yang direncanakan.",
        "Rencanakan kegiatan di tab Kegiatan, misalnya Rekrutmen di Kampus atau seminar bersama perusahaan, lalu "
        "setujui. Bila sudah diadakan, catat juga di sana.",
    ),
    # --- answers of partners by Google Forms ---
    "answer_wrong": (
        "Jawaban mitra lewat Google Forms tidak dapat dicatat. {faults} Jawabannya: {answers}",
        "Minta mitra membuka tautan di surel kami dan mengirim jawabannya lagi.",
    ),
    "answer_code": (
        "Ada jawaban lewat Google Forms dengan kode yang tidak kami kenal atau sudah diubah. Jawabannya: {answers}",
        "Tanyakan kepada mitranya. Bila benar darinya, minta ia mengirim lagi lewat tautan di surel kami.",
    ),
    "answer_revoked": (
        "Ada jawaban lewat tautan yang sudah dicabut. Jawabannya: {answers}",
        "Tanyakan kepada mitranya. Bila benar darinya, petugas dapat mencatatkan jawabannya.",
    ),
    "answer_vacancy": (
        "Jawaban mitra menyebut lowongan “{value}”, yang bukan lowongannya. Jawabannya: {answers}",
        "Tanyakan lowongan yang dimaksud, lalu minta mitra mengirim lagi lewat tautan untuk lowongan itu.",
    ),
    "answer_cancelled": (
        "Ada jawaban untuk lowongan yang sudah dibatalkan. Jawabannya: {answers}",
        "Tidak perlu apa-apa, kecuali bila pembatalan itu keliru.",
    ),
    "answer_late": (
        "Jawaban mitra datang setelah batas waktu, {closed}. Jawabannya: {answers}",
        "Simpan bila masih berguna; pada rekap, hasil lowongan ini tetap tercatat tidak diberikan.",
    ),
}
