"""What documents say beside the figures, whose own headings and sentences are `flows.procedure.recap.wording`'s."""

from __future__ import annotations

from flows.forms.questions import Words
from flows.procedure.dates import short_day
from flows.procedure.models import Language
from flows.procedure.recap.records import EVERYTHING, Recap, Span

SUMMARY = Words("Ringkasan", "Summary")
BY = {
    "partner": Words("Menurut mitra", "By partner"),
    "department": Words("Menurut jurusan", "By department"),
    "programme": Words("Menurut program studi", "By study programme"),
    "kind": Words("Menurut jenis pekerjaan", "By kind of work"),
    "month": Words("Menurut bulan", "By month"),
}
WHOLE = Words("Seluruhnya", "All together")
RATINGS = Words("Penilaian terhadap lulusan", "Ratings of the graduates")
CHOICES = Words("Jawaban pilihan", "Answers by choice")
QUOTES = Words("Masukan mitra", "What partners wrote")
UNANSWERED = Words("Mitra yang belum menjawab", "Partners that have not answered")
EVENTS = Words("Kegiatan", "Events")
VACANCIES = Words("Rincian per lowongan", "Vacancy by vacancy")
METHOD = Words("Cara menghitung", "How this was counted")
NOTHING = Words("Tidak ada.", "None.")

SHEETS = {
    "raw": Words("Data", "Data"),
    "ratings": Words("Penilaian", "Ratings"),
    "choices": Words("Pilihan", "Choices"),
    "quotes": Words("Masukan", "Feedback"),
    "unanswered": Words("Belum menjawab", "Not answered"),
    "events": Words("Kegiatan", "Events"),
}
QUALITY, QUESTION, ANSWER = Words("Aspek", "Quality"), Words("Pertanyaan", "Question"), Words("Jawaban", "Answer")
COUNT, TEXT = Words("Banyaknya", "Count"), Words("Masukan", "Feedback")
KIND, MEASURE, VALUE, BASIS = (
    Words("Jenis", "Kind"),
    Words("Ukuran", "Measure"),
    Words("Nilai", "Value"),
    Words("Dasar", "Basis"),
)
EVERYBODY = Words("Semua", "All")
STATES = {
    "answered": Words("dijawab", "answered"),
    "open": Words("ditunggu", "awaited"),
    "not_yet": Words("belum ditanyakan", "not asked yet"),
    "not_given": Words("tidak diberikan", "not given"),
    "cancelled": Words("dibatalkan", "called off"),
    "": Words("tidak ditanyakan", "not asked"),
}

# --- key figures and charts ---
CALLED_OFF = Words("{0} dibatalkan", "{0} called off")
OF_ASKED = Words("{0} dari {1} yang ditanyakan", "{0} of {1} asked about")
FROM_ANSWERS = Words("dari {0} jawaban untuk {1} lowongan", "from {0} answers for {1} vacancies")
OF_APPLICANTS = Words("{0} dari {1} pelamar", "{0} of {1} applicants")
OF_MEANT = Words("dari {0} pengumuman", "of {0} announcements")
CLOSED = Words("Lowongan ditutup", "Vacancies closed")
FUNNEL = Words("Dari pengumuman sampai diterima", "From announcement to job")
SENT = Words("Pengumuman terkirim", "Announcements sent")
ENLARGED = Words("diperbesar {0}×", "enlarged {0}×")
ANSWERS = Words("Jawaban mitra", "Partners’ answers")
NOT_ANSWERED = Words("Belum dijawab", "Not answered")
NOT_ASKED = Words("Belum ditanyakan", "Not asked")
PEOPLE = Words(
    "Pelamar dan yang diterima, menurut program studi", "Applicants and those accepted, by study programme"
)  # fmt: skip
MORE = Words("{0} program studi lain ada pada tabel.", "{0} more study programmes are in the table.")

# --- notes ---
NOT_ADDITIVE = Words(
    "* Tidak aditif: lowongan untuk beberapa {0} dihitung pada masing-masing, sehingga jumlah kolom ini melebihi "
    "keseluruhannya.",
    "* Not additive: a vacancy for several of these counts in each, so that this column adds up to more than the "
    "whole.",
)
NOTES = (
    Words(
        "Tanda “—” berarti tidak diketahui. Yang tidak diketahui tidak pernah dihitung sebagai nol; karena itu, di "
        "samping tiap jumlah tertulis dari berapa jawaban jumlah itu.",
        "“—” means unknown. What is unknown never counts as zero; so each sum stands beside the number of answers that "
        "it is made of.",
    ),
    Words(
        "Lowongan masuk ke periode tempat lowongan itu ditutup. Untuk tiap lowongan, yang dihitung ialah jawaban mitra "
        "yang terbaru. Lowongan yang dibatalkan tidak ditanyakan, dan jawabannya tidak dihitung.",
        "A vacancy belongs to the period in which it closed. Of its answers the latest counts. A vacancy that was "
        "called off is not asked about, and no answer of it counts.",
    ),
    Words(
        "Tingkat jawaban ialah yang dijawab dibagi yang ditanyakan. Tingkat penerimaan ialah yang diterima dibagi "
        "pelamar, hanya dari lowongan yang kedua angkanya diketahui.",
        "The answer rate is answered by asked. The acceptance rate is accepted by applicants, of those vacancies only "
        "of which both numbers are known.",
    ),
    Words(
        "Pelamar dan yang diterima dibagi ke program studi menurut rincian dari mitra; selebihnya “tidak dirinci”. "
        "Rincian yang jumlahnya melebihi totalnya tidak dipakai.",
        "Applicants and those accepted go to study programmes as partners broke them down; the rest is “not broken "
        "down”. A breakdown that adds up to more than its total is not used.",
    ),
    Words(
        "Penilaian berskala 1 sampai 5. Rata-rata dan simpangan baku hanya ditulis bila ada sedikitnya tiga penilaian. "
        "Masukan dikutip apa adanya, tanpa nama pengisinya.",
        "Ratings go from 1 to 5. Mean and standard deviation are told from three ratings on. Feedback is quoted as it "
        "was written, without the respondent’s name.",
    ),
    Words(
        "Lowongan yang membentuk tiap angka tertulis pada kolom Sumber di berkas .xlsx rekap ini.",
        "The vacancies that each figure is made of are in the column Sources of this recap’s .xlsx file.",
    ),
)
IN_PART = Words(
    "Rekap ini khusus {0}: lowongan yang ditujukan ke sana atau yang diketahui ada pelamarnya dari sana. Pelamar dan "
    "yang diterima ialah yang diketahui berasal dari sana.",
    "This recap is of {0} alone: vacancies meant for it, or to which people of it are known to have applied. "
    "Applicants and those accepted are those known to be of it.",
)


def period(span: Span, language: Language) -> str:
    """``1 Jan 2026 – 30 Jun 2026``."""
    return f"{short_day(span.first, language)} – {short_day(span.last, language)}"


def notes(recap: Recap, language: Language) -> list[str]:
    """How the recap was counted, and what it does not know."""
    in_part = [IN_PART[language].format(recap.scope_label)] * (recap.scope != EVERYTHING)
    return [*in_part, *(note[language] for note in NOTES)]
