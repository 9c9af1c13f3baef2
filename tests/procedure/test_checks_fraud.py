"""What must be held for somebody to look at, and what must not be."""

from __future__ import annotations

import time

import pytest

from flows.procedure.checks.vacancies import check_vacancies
from tests.procedure.sheet import CONTEXT, contact, vacancies, vacancy


def signs(*, contacts=(), **cells):
    problems = check_vacancies(vacancies(vacancy(**cells)), CONTEXT, contacts=contacts)[1]
    return [one.code for one in problems if one.code.startswith("fraud")]


@pytest.mark.parametrize(
    "typed",
    [
        "Pelamar wajib transfer biaya administrasi Rp 250.000 ke rekening BCA 123",
        "Biaya administrasi Rp 250.000, transfer sebelum interview",
        "biaya training 500rb dibayar di muka",
        "Membayar uang seragam sebesar Rp350.000",
        "Gratis makan, biaya administrasi Rp 250.000 transfer ke BCA",
        "biaya administrasi Rp 250.000 yang tidak dapat dikembalikan",
        "Tidak dipungut biaya apa pun selain biaya seragam Rp 200.000",
        "Peserta diminta deposit Rp 1.000.000",
        "uang jaminan Rp 500.000",
        "Biaya admin: 250 ribu",
        "- biaya tes kesehatan (MCU) Rp 450.000 ditanggung pelamar",
        "Calon karyawan harap transfer Rp 300.000 untuk seragam",
        "Kandidat membayar ke rekening perusahaan Rp 100.000",
        "Applicants must pay a registration fee of IDR 150,000",
    ],
)
def test_it_sees_that_applicants_are_asked_for_money(typed):
    assert signs(Deskripsi=typed) == ["fraud_fee"]
    assert signs(Cara_Melamar=f"hrd@majujaya.example\n{typed}") == ["fraud_fee"]


@pytest.mark.parametrize(
    "typed",
    [
        "Seluruh proses rekrutmen tidak dipungut biaya.",
        "Rekrutmen ini tidak dipungut biaya apa pun, termasuk biaya administrasi dan pendaftaran",
        "Kami tidak pernah meminta biaya pendaftaran, tiket, atau akomodasi melalui transfer",
        "Hati-hati bila pelamar diminta transfer biaya travel Rp 2.000.000",
        "Waspada penipuan yang meminta pelamar transfer biaya travel Rp 2.000.000",
        "Gratis biaya pendaftaran",
        "Tanpa biaya administrasi",
        "No registration fee",
        "We never ask for any registration fee",
        "The process is free of charge",
        "Gaji Rp 5.000.000 per bulan",
        "Gaji Rp 5.000.000, uang seragam ditanggung",
        "Tunjangan transportasi Rp 500.000",
        "Uang makan dan uang transport Rp 50.000/hari diberikan",
        "uang transport Rp 50.000 per hari",
        "Biaya training ditanggung perusahaan",
        "Biaya MCU Rp 500.000 ditanggung oleh perusahaan",
        "Mengelola deposit pelanggan dan transfer dana",
        "Melakukan transfer ke rekening vendor",
        "Bertugas membayar biaya administrasi pelabuhan dan pajak kapal",
        "Menyusun anggaran biaya pelatihan",
        "Gaji pelamar yang diterima dibayar transfer ke rekening BCA",
        "Biaya perjalanan dinas dibayar dulu dan diganti perusahaan",
        "Proses cepat tanpa tes psikologi, langsung interview user",
        "Lulus tes langsung kerja",
        "Kirim CV, pas foto, fotokopi KTP, KK",
        "Mengembangkan fitur kirim OTP dan ganti PIN",
        "Pengalaman di bidang transfer pricing; penyetor pajak Rp 10.000.000",
    ],
)
def test_it_takes_honest_words_for_honest(typed):
    assert signs(Deskripsi=typed) == []


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("Tiket dan akomodasi dibayar dulu oleh peserta dan akan diganti perusahaan", "fraud_refund"),
        ("Tanpa interview, langsung kerja!", "fraud_no_selection"),
        ("Dijamin diterima", "fraud_no_selection"),
        ("Langsung diterima tanpa tes", "fraud_no_selection"),
        ("Kirim selfie memegang KTP", "fraud_secrets"),
        ("Kirim nomor ATM dan PIN", "fraud_secrets"),
        ("Daftar di bit.ly/abc123", "fraud_short_link"),
        ("https://s.id/loker", "fraud_short_link"),
    ],
)
def test_it_sees_other_signs(typed, sign):
    assert signs(Cara_Melamar=typed) == [sign]


class TestFreeMail:
    def test_it_wonders_why_a_company_with_a_domain_writes_from_a_free_one(self):
        partners = [contact("Maju Jaya", "hrd@majujaya.example")]
        assert signs(Cara_Melamar="majujaya.hrd@gmail.com", contacts=partners) == ["fraud_free_mail"]

    def test_it_knows_the_domain_from_the_row_itself_if_it_bears_the_company_s_name(self):
        assert signs(Cara_Melamar="maju@gmail.com, lihat www.majujaya.co.id") == ["fraud_free_mail"]
        assert signs(Cara_Melamar="maju@gmail.com, lihat www.portalkerja.com") == []

    @pytest.mark.parametrize(
        "partner", [("Maju Jaya", "maju@yahoo.com"), ("Lain", "hrd@lain.example"), ("Maju Jaya", "")]
    )
    def test_it_has_nothing_against_a_company_that_has_no_domain(self, partner):
        assert signs(Cara_Melamar="maju@gmail.com", contacts=[contact(*partner)]) == []


class TestHolding:
    SUSPECT = {"Deskripsi": "Biaya administrasi Rp 250.000 transfer", "ID": "L26-0001"}

    def test_it_holds_the_vacancy_until_somebody_has_looked(self):
        held, problems = check_vacancies(vacancies(vacancy(**self.SUSPECT)), CONTEXT)
        assert held == []
        assert problems[0].blocking
        assert "Biaya administrasi Rp 250.000 transfer" in problems[0].what
        looked = vacancy(**self.SUSPECT, Peringatan_Diperiksa_Oleh="Rina")
        assert [len(found) for found in check_vacancies(vacancies(looked), CONTEXT)] == [1, 0]

    def test_it_warns_in_a_preview_which_goes_to_staff_alone(self):
        shown, problems = check_vacancies(vacancies(vacancy(**self.SUSPECT, Status="Pratinjau")), CONTEXT)
        assert len(shown) == 1
        assert not problems[0].blocking

    def test_it_leaves_a_draft_alone(self):
        assert signs(**self.SUSPECT, Status="Draf") == []


@pytest.mark.parametrize(
    "piece",
    ["biaya ", "transfer bayar tiket ", "a@", "x", "tidak ", "a.", "https://", "kirim foto ", "tanpa tes ", "rp 1.",
     "biaya admin tidak ", "\n", "1", "a-", "hubungi ", "@"],
)  # fmt: skip
def test_no_text_takes_long(piece):
    typed = (piece * 10_000)[:10_000]
    started = time.process_time()
    signs(Deskripsi=typed, Kualifikasi=typed, Cara_Melamar=typed)
    assert time.process_time() - started < 2  # some tens of milliseconds; a pattern that explodes takes minutes
