"""What staff read of events: what is late, what does not fit together."""

from __future__ import annotations

from collections.abc import Mapping

ID: Mapping[str, tuple[str, str]] = {
    "event_item_late": (
        "Persiapan “{name}” ({what}) seharusnya selesai {day}.",
        "Bila sudah, tulis di Catatan: {name} ok",
    ),
    "event_gone": (
        "Kegiatan “{title}” sudah tidak ada di tab ini, padahal undangannya sudah terkirim kepada {count} orang.",
        "Kembalikan baris itu dengan ID {id}, lalu ubah Status ke Batal agar yang diundang dikabari.",
    ),
    "event_count_differs": (
        "Jumlah Hadir {value}, tetapi yang tercatat hadir satu per satu {counted} orang.",
        "Yang dipakai adalah yang tercatat ({counted}). Lengkapi tab Hadir, atau perbaiki Jumlah Hadir.",
    ),
    "event_without_vacancy": (
        "Kegiatan ini Rekrutmen di Kampus, tetapi Lowongan masih kosong: mitra tidak akan diminta hasilnya.",
        "Isi Lowongan dengan ID dari tab Lowongan, misalnya L26-0001.",
    ),
    "event_answer_unknown": (
        "“{value}” bukan pilihan untuk Dicatat Staf.",
        "Pilih Akan hadir, Tidak hadir, atau Sudah hadir.",
    ),
}
EN: Mapping[str, tuple[str, str]] = {
    "event_item_late": (
        "“{name}” ({what}) should have been done by {day}.",
        "If it is, write in Catatan: {name} ok",
    ),
    "event_gone": (
        "The event “{title}” is no longer in this tab, and {count} people were invited to it.",
        "Bring the row back with its ID {id}, then set Status to Batal, so that those invited are told.",
    ),
    "event_count_differs": (
        "Jumlah Hadir is {value}, and {counted} people were recorded one by one.",
        "The recorded ones count ({counted}). Complete the tab Hadir, or correct Jumlah Hadir.",
    ),
    "event_without_vacancy": (
        "This is a recruitment on campus without a Lowongan: its partner will not be asked for results.",
        "Fill in Lowongan with IDs of the tab Lowongan, such as L26-0001.",
    ),
    "event_answer_unknown": (
        "“{value}” is not a choice for Dicatat Staf.",
        "Choose Akan hadir, Tidak hadir or Sudah hadir.",
    ),
}
