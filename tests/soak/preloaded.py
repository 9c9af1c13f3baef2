"""What a run imports, imported once: the forked runs then start in some milliseconds."""

import pandas  # noqa: F401
import python_calamine  # noqa: F401
import yagmail  # noqa: F401

import flows.ledger.ledger
import flows.mail.compose
import flows.run
import flows.workbook.xlsx  # noqa: F401
