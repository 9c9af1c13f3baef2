"""Steps 5 and 6 of the procedure: partners' answers consolidated per vacancy, partner, study programme and period."""
