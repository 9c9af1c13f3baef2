"""A recap as an .xlsx: a summary with a chart, a sheet for each table, and the rows that all is made of."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, get_args

from flows.documents import recap_rows, recap_tables, words
from flows.documents.head import head
from flows.documents.imprint import Imprint
from flows.documents.key_figures import key_figures
from flows.documents.sheets import ACCENT, MIDDLE, QUIET, Sheets
from flows.documents.tables import Table
from flows.procedure.models import Language
from flows.procedure.recap.records import Dimension, Recap
from flows.procedure.recap.wording import heading, told

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_TABLES = (
    recap_tables.ratings, recap_tables.choices, recap_tables.quotes, recap_tables.unanswered, recap_tables.events,
    recap_rows.vacancies,
)  # fmt: skip
_WIDTHS = (30, 16, 46)
_LETTERS = 100
"""Of a line as wide as all of the summary's columns."""


def recap_workbook(recap: Recap, imprint: Imprint) -> bytes:
    """The recap as an .xlsx, in the imprint's language: the same bytes for the same recap and imprint.

    Numbers, shares and dates are real ones (moments in the imprint's zone), unknown is an empty cell, and texts are
    texts whatever they begin with.
    """
    from xlsxwriter import Workbook

    language = imprint.language
    file = BytesIO()
    book = Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {
            "title": imprint.title,
            "author": imprint.office,
            "comments": str(head(imprint)["trail"]),
            "created": imprint.at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    sheets = Sheets(book, imprint)
    front = _summary(sheets, recap, imprint)
    groupings = {dimension: recap_tables.by(recap, dimension, language) for dimension in get_args(Dimension)}
    for table in [*groupings.values(), *(make(recap, language) for make in _TABLES)]:
        sheets.add(table)
    if groupings["programme"].rows:
        front.insert_chart(1, len(_WIDTHS) + 1, _chart(book, groupings["programme"], language))
    book.close()
    return file.getvalue()


def _summary(sheets: Sheets, recap: Recap, imprint: Imprint) -> Worksheet:
    """The first sheet: the document's head, the key figures, the recap in sentences, and how it was counted."""
    language, top = imprint.language, head(imprint)
    sheet = sheets.blank(words.SUMMARY[language], recap.scope_label)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheets.put(sheet, 0, 0, str(top["title"]), "text", bold=True, font_size=16, font_color=ACCENT)
    period = f"{words.period(recap.span, language)}, {recap.scope_label}"
    lines = (period, str(top["number"]), f"{top['revision']}, {top['day']}", str(top["foot"]), str(top["trail"]))
    for row, line in enumerate(lines, start=1):
        sheets.put(sheet, row, 0, line, "text", font_color=QUIET)
    top_row = len(lines) + 2
    for index, name in enumerate((words.MEASURE, words.VALUE, words.BASIS)):
        sheets.head(sheet, top_row, index, name[language], "count" if name is words.VALUE else "text")
    for row, one in enumerate(key_figures(recap.whole, language), start=top_row + 1):
        sheets.put(sheet, row, 0, one.label, "text", indent=1)
        sheets.put(sheet, row, 1, one.value, one.kind, bold=True, align="right")
        sheets.put(sheet, row, 2, one.basis, "text", font_color=QUIET, indent=1)
    after = _lines(sheets, sheet, row + 2, words.SUMMARY[language], [f"{line}." for line in told(recap, language)])
    _lines(sheets, sheet, after + 1, words.METHOD[language], words.notes(recap, language))
    return sheet


def _lines(sheets: Sheets, sheet: Worksheet, first: int, title: str, lines: list[str]) -> int:
    """A heading and a line a row, over all columns; the row after them."""
    sheets.put(sheet, first, 0, title, "text", bold=True, font_size=12, font_color=ACCENT)
    style = sheets.style(text_wrap=True, valign="top")
    for row, line in enumerate(lines, start=first + 1):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, line, style)
        sheet.set_row(row, 15 * ceil(len(line) / _LETTERS))
    return first + len(lines) + 1


def _chart(book: Workbook, table: Table, language: Language) -> Any:
    """Applicants and those accepted by study programme, as the sheet of these has them."""
    names = [column.heading.rstrip("*") for column in table.columns]
    chart = book.add_chart({"type": "bar"})
    for key, colour in (("applied", MIDDLE), ("accepted", ACCENT)):
        column = names.index(heading(key, language))
        chart.add_series(
            {
                "name": [table.name, 0, column],
                "categories": [table.name, 1, 0, len(table.rows), 0],
                "values": [table.name, 1, column, len(table.rows), column],
                "fill": {"color": colour},
                "gap": 60,
                "overlap": 0,
            }
        )
    chart.set_title({"name": words.PEOPLE[language], "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D5DEDB"}}, "num_format": "#,##0"})
    chart.set_legend({"position": "top"})
    chart.set_size({"width": 620, "height": 140 + 24 * len(table.rows)})
    return chart
