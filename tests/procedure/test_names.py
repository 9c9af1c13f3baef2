from __future__ import annotations

import pytest

from flows.procedure.names import fold, partner_key


@pytest.mark.parametrize(
    "typed",
    ["PT Maju Jaya", "PT. Maju Jaya", "P.T. MAJU JAYA", "maju  jaya", "PT Maju Jaya, Tbk.", "Maju Jaya (Persero) Tbk",
     "CV Maju-Jaya", "PT.Maju Jaya", "Perseroan Terbatas Maju Jaya"],
)  # fmt: skip
def test_it_knows_a_partner_by_its_name_alone(typed):
    assert partner_key(typed) == "maju jaya"


@pytest.mark.parametrize(("typed", "key"), [("PT", "pt"), ("", ""), ("Graha PT Center", "graha pt center")])
def test_it_keeps_a_name_that_would_vanish(typed, key):
    assert partner_key(typed) == key


def test_it_folds_what_differs_only_to_the_eye():
    assert fold("Tahun Lulus") == fold(" TAHUN-lulus: ") == fold("Tahún\nLulus")
