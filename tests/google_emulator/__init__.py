"""A stand-in for Google's token endpoint, Drive v3, Sheets v4 and Forms v1, held to Google's own discovery documents.

In a test::

    with serving() as google:
        book = google.create_spreadsheet("Lowongan", tabs=["Lowongan", "Alumni"])
        google.fail(503, on="read", times=2)
        GoogleWorkbook(book.id, google.credentials(), endpoint=google.url)

Alone: ``python -m tests.google_emulator --port N``; tests in other processes then use `control`'s API.
"""

from .colleague import Colleague
from .emulator import SERVICE, STAFF, Emulator
from .faults import Call, Fault
from .form_model import Form
from .model import Spreadsheet
from .respondent import Refused, Respondent
from .server import serving

__all__ = [
    "SERVICE", "STAFF", "Call", "Colleague", "Emulator", "Fault", "Form", "Refused", "Respondent", "Spreadsheet",
    "serving",
]  # fmt: skip
