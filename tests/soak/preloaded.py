"""What a run imports, imported once: the forked runs then start in some milliseconds."""

import gspread  # noqa: F401
import pandas  # noqa: F401
import python_calamine  # noqa: F401
import yagmail  # noqa: F401

import flows.forms.hosted
import flows.ledger.ledger
import flows.mail.compose
import flows.run
import flows.workbook.google
import flows.workbook.xlsx  # noqa: F401
