"""The study programmes, as staff spell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.procedure.programmes import Catalogue, Department, Programme
from flows.share import share

BUSINESS = Department("JMB", "Jurusan Manajemen Bisnis", "Business")
ACCOUNTING = Programme("AK", "JMB", "Akuntansi", "Accounting", "D3", ("Akt",))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(share() / "config" / "programmes.toml")


class TestFile:
    def test_it_has_25_programmes_in_4_departments(self, catalogue):
        assert len(catalogue.programmes) == 25
        assert len(catalogue.departments) == 4
        assert {programme.department for programme in catalogue.programmes} == {d.code for d in catalogue.departments}

    def test_it_finds_every_programme_by_each_of_its_spellings(self, catalogue):
        for programme in catalogue.programmes:
            for spelling in (programme.code, programme.name, programme.title, programme.english, *programme.aliases):
                assert catalogue.find(spelling) is programme, spelling
            assert catalogue[programme.code] is programme


class TestFind:
    @pytest.mark.parametrize(
        "text",
        [
            "IF", "if ", "Teknik Informatika", "teknik  informatika", "TEKNIK INFORMATIKA (D3)",
            "D3 Teknik Informatika",
            "D-III Teknik Informatika", "Diploma 3 - Teknik Informatika", "D.3 Téknik-Informatika",
            "Prodi Teknik Informatika", "Program Studi D3 Teknik Informatika", "T.Informatika", "Teknik\nInformatika",
        ],
    )  # fmt: skip
    def test_it_ignores_case_spaces_punctuation_accents_and_the_degree_s_place(self, catalogue, text):
        assert catalogue.find(text) is catalogue["IF"]

    @pytest.mark.parametrize("text", ["Sarjana Terapan Animasi", "S.Tr. Animasi", "D-IV Animasi", "Animasi D4"])
    def test_it_knows_the_other_names_of_a_degree(self, catalogue, text):
        assert catalogue.find(text) is catalogue["AN"]

    def test_it_reads_an_ampersand_as_and(self, catalogue):
        assert catalogue.find("Pengelasan & Fabrikasi") is catalogue["TRPF"]

    @pytest.mark.parametrize("text", ["", "D3", "---", "Kedokteran", "Teknik Mesin D4", "Jurusan Informatika"])
    def test_it_finds_nothing_where_nothing_is_meant(self, catalogue, text):
        assert catalogue.find(text) is None

    def test_it_tells_departments_from_programmes(self, catalogue):
        assert catalogue.find_department("informatika").code == "JIF"
        assert catalogue.find_department("Teknik Informatika") is None


class TestNearest:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Tehnik Informatka", "D3 Teknik Informatika"),
            ("D4 Animassi", "D4 Animasi"),
            ("TRPLL", "D4 Teknologi Rekayasa Perangkat Lunak"),
            ("Akutansi", "D3 Akuntansi"),
            ("Logistik Perdagangan Intl", "D4 Logistik Perdagangan Internasional"),
        ],
    )
    def test_it_suggests_what_was_probably_meant(self, catalogue, text, title):
        assert catalogue.nearest(text) == title

    @pytest.mark.parametrize("text", ["", "Kedokteran Gigi", "Teknik Sipil", "Semua", "xyz"])
    def test_it_suggests_nothing_for_a_stranger(self, catalogue, text):
        assert catalogue.nearest(text) is None


class TestErrors:
    def test_it_refuses_a_spelling_that_means_two_programmes(self):
        double = Programme("AM", "JMB", "Akuntansi Manajerial", "Managerial Accounting", "D4", ("akt.",))
        with pytest.raises(SettingsError, match=r'"akt\." means both AK and AM.*Where: prodi\.toml.*Cure: '):
            Catalogue([BUSINESS], [ACCOUNTING, double], source="prodi.toml")

    def test_it_refuses_a_department_that_is_not_there(self):
        lost = Programme("IF", "JIF", "Teknik Informatika", "Informatics")
        with pytest.raises(SettingsError, match=r'IF is in department "JIF".*Cure: write one of JMB'):
            Catalogue([BUSINESS], [lost])

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("[[programmes]\n", "not valid TOML"),
            ('departments = []\n[[programmes]]\ncode="XX"\ndepartment="J"\nname="X"\n', r"entry 1 \(XX\), english"),
            ('departments = []\nprogrammes = []\nprogramme = 1\n', "programme: Unexpected"),
        ],
    )  # fmt: skip
    def test_it_names_the_file_the_entry_and_the_cure(self, tmp_path, text, words):
        path = tmp_path / "programmes.toml"
        path.write_text(text)
        with pytest.raises(SettingsError, match=words) as caught:
            Catalogue.load(path)
        assert str(path) in str(caught.value)
        assert "Cure: " in str(caught.value)

    def test_it_says_when_there_is_no_file(self):
        with pytest.raises(SettingsError, match="cannot be read"):
            Catalogue.load(Path("/nowhere/programmes.toml"))
