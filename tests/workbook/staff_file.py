"""A workbook that staff have lived in: moved columns, columns and a tab of their own, a chart, a picture, comments."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from flows.workbook.blank import stage_formula
from flows.workbook.flow_tabs import STATUS
from flows.workbook.tabs import STAGE, TABS, VACANCIES

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
OWN_COLUMN = "Warna berkas"
HEADINGS = (OWN_COLUMN, "Status", "Perusahaan", "ID", "Posisi", STAGE, "Deskripsi")
"""Staff's order of columns in *Lowongan*."""
ID_COLUMN = HEADINGS.index("ID") + 1
ROWS = (("merah", "Setuju", "PT Satu", "L-0001", "Teknisi"), ("biru", "Draf", "PT Dua", None, "Perawat"))


def write_staff_file(path: Path) -> None:
    book = Workbook(path)
    warm = book.add_format({"bg_color": "#FFE0B2"})
    for tab in TABS:
        sheet = book.add_worksheet(tab.title)
        headings = HEADINGS if tab is VACANCIES else tab.headings
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading, book.add_format({"bold": True}))
    lowongan = book.get_worksheet_by_name(VACANCIES.title)
    stage = HEADINGS.index(STAGE)
    for number, row in enumerate(ROWS, start=1):
        for index, value in enumerate(row):
            if value:
                lowongan.write_string(number, index, value)
    for number in range(1, 51):
        id_column = xl_col_to_name(ID_COLUMN - 1)
        lowongan.write_formula(number, stage, stage_formula(number + 1, id_column), None, "teks lama")
    lowongan.write_rich_string(1, 6, "Uraian ", book.add_format({"bold": True}), "tebal", " sekali")
    lowongan.write_comment("C2", "Komentar staf", {"author": "Rina"})
    lowongan.insert_image("J2", "gambar.png", {"image_data": io.BytesIO(PICTURE)})
    lowongan.conditional_format("A2:A100", {"type": "cell", "criteria": "==", "value": '"merah"', "format": warm})
    lowongan.conditional_format("B2:B100", {"type": "data_bar"})
    book.get_worksheet_by_name(STATUS.title).write_comment("A1", "Komentar di tab sistem")
    own = book.add_worksheet("Rekap staf")
    own.write_column("A1", ["Bulan", "Jan", "Feb", "Mar"])
    own.write_column("B1", ["Jumlah", 3, 5, 8])
    own.write_formula("B5", "=SUM(B2:B4)", None, 16)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "='Rekap staf'!$A$2:$A$4", "values": "='Rekap staf'!$B$2:$B$4"})
    own.insert_chart("D2", chart)
    book.close()
