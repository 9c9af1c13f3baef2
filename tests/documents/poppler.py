"""What stands on a PDF's pages, by poppler."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def pages(pdf: bytes) -> list[str]:
    """The text of each page, laid out as it stands there. Skips the test without poppler, which CI does not allow."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    command = ["pdftotext", "-layout", "-", "-"]
    shown = subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=120).stdout.decode()
    return shown.removesuffix("\f").split("\f")


def flat(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(text.split())
