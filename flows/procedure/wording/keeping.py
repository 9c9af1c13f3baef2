"""What staff read of records beyond their time, of people who had themselves erased, of those who sign up, and of a tab
in which such things would stand."""

from __future__ import annotations

from collections.abc import Mapping

ID: Mapping[str, tuple[str, str]] = {
    "row_disposed": (
        "Arsip baris ini sudah dimusnahkan (berita acara {record}).",
        "Hapus baris ini dari tab {tab}. Selama masih ada, baris ini tidak diproses.",
    ),
    "period_disposed": (
        "Arsip lowongan periode ini sudah dimusnahkan (berita acara {record}), maka rekapnya tidak dapat dibuat lagi.",
        "Rekap yang sudah final tetap berlaku. Hapus baris ini dari tab {tab} bila tidak diperlukan.",
    ),
    "person_erased": (
        "Orang di baris ini sudah meminta agar datanya dihapus.",
        "Hapus baris ini dari tab {tab}. Tidak ada lagi surel yang dikirim kepadanya.",
    ),
    "disposal_waits": (
        "Masa simpan {records} arsip {name} tahun {year} sudah habis.",
        "Periksa daftar {id} di tab Pemusnahan. Bila boleh dimusnahkan, ketik nama Anda di kolom Disetujui Oleh.",
    ),
    "flow_tab_gone": (
        "Tab {tab}, yang diisi oleh sistem, tidak ada lagi di buku kerja, jadi isinya tidak terlihat.",
        "Buat tab kosong bernama {tab}, atau kembalikan lewat riwayat versi; putaran berikutnya mengisinya. Tidak ada "
        "data yang hilang.",
    ),
    "signup_waits": (
        "Seorang alumni mendaftar lewat laman dan menunggu keputusan.",
        "Cocokkan data di tab Pendaftar dengan data akademik, lalu isi kolom Diterima dengan Ya atau Tidak.",
    ),
}
EN: Mapping[str, tuple[str, str]] = {
    "row_disposed": (
        "The records of this row were disposed of (report {record}).",
        "Delete this row from the tab {tab}. As long as it is there, nothing is done with it.",
    ),
    "period_disposed": (
        "Records of vacancies of this period were disposed of (report {record}): its recap cannot be made again.",
        "Recaps that are final stay. Delete this row from the tab {tab} if nobody needs it.",
    ),
    "person_erased": (
        "The person in this row has asked to be erased.",
        "Delete this row from the tab {tab}. No more mail is sent to them.",
    ),
    "disposal_waits": (
        "The time for which {records} records ({name}, {year}) are kept is over.",
        "Look at the list {id} in the tab Pemusnahan. If they may be disposed of, type your name into Disetujui Oleh.",
    ),
    "flow_tab_gone": (
        "The tab {tab}, which the system fills, is gone from the workbook: what it tells cannot be seen.",
        "Add an empty tab named {tab}, or bring it back from the version history; the next run fills it. No data is "
        "lost.",
    ),
    "signup_waits": (
        "A graduate signed up on the pages and waits for a decision.",
        "Compare the tab Pendaftar with the academic records, then choose Ya (yes) or Tidak (no) in Diterima.",
    ),
}
