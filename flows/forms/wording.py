"""What partners read beside a field that cannot be taken as it stands."""

from __future__ import annotations

from flows.forms.questions import Words

MISSING = Words("Mohon diisi.", "Please fill this in.")
CHOICE_MISSING = Words("Mohon pilih salah satu.", "Please choose one.")
NO_CHOICE = Words("Mohon pilih salah satu jawaban yang tersedia.", "Please choose one of the answers offered.")
SEVERAL = Words("Mohon beri satu jawaban saja.", "Please give one answer only.")
NO_COUNT = Words("Mohon tulis angka bulat saja, misalnya 3.", "Please write a whole number, such as 3.")
OUT_OF_RANGE = Words(
    "Mohon tulis angka antara {low} dan {high}.",
    "Please write a number from {low} to {high}.",
)
TOO_LONG = Words(
    "Terlalu panjang: {length} huruf, padahal paling banyak {high}. Mohon dipersingkat.",
    "This is too long: {length} letters, where at most {high} fit. Please shorten it.",
)
PARTS_EXCEED = Words(
    "Jumlah rincian per program studi melebihi jumlah seluruhnya. Mohon periksa angka-angkanya.",
    "The numbers by study programme add up to more than the total. Please check them.",
)
