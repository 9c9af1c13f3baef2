"""What a spreadsheet makes of typed text (``USER_ENTERED``), and how it shows a value, by the spreadsheet's locale.

Locales are told apart only as far as it matters here: ``en_US`` has the month first and a decimal point, every other
one the day first and a decimal comma, as Indonesians write.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

EPOCH = datetime(1899, 12, 30)
Value = dict[str, Any]
"""An ExtendedValue: one of numberValue, stringValue, boolValue, formulaValue, errorValue."""

_DAY = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})")
_NAMED_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,})[ -](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")


def serial(moment: datetime) -> float:
    """Days since 1899-12-30, an integer if it is midnight."""
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days == int(days) else days


def moment(number: float) -> datetime:
    # Rounded to the second: 7.00 is 0.29166…, which would else be shown as 6.59.
    return EPOCH + timedelta(seconds=round(number * 86400))


def enter(text: str, locale: str, format: dict[str, Any] | None = None) -> tuple[Value, dict[str, Any] | None]:
    """The value that typing ``text`` gives, and the number format that the cell takes on by it."""
    if (format or {}).get("type") == "TEXT":
        return {"stringValue": text}, None
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if len(text) > 1 and text[0] == "=":
        return {"formulaValue": text}, None
    if text.upper() in ("TRUE", "FALSE", "BENAR", "SALAH"):
        return {"boolValue": text.upper() in ("TRUE", "BENAR")}, None
    for reading in (_number, _moment):
        if (found := reading(text.strip(), locale)) is not None:
            return {"numberValue": found[0]}, found[1]
    return {"stringValue": text}, None


def _number(text: str, locale: str) -> tuple[float, dict[str, Any] | None] | None:
    point, group = (".", ",") if locale == "en_US" else (",", ".")
    match = re.fullmatch(
        rf"(-|\+)?(Rp\s?|\$)?(\d{{1,3}}(?:\{group}\d{{3}})+|\d+)?(\{point}\d+)?(E[+-]?\d+)?(%)?", text, re.IGNORECASE
    )
    if not match or not (match[3] or match[4]):
        return None
    sign, currency, whole, fraction, power, percent = match.groups()
    value = float((whole or "0").replace(group, "") + (fraction or "").replace(point, ".") + (power or ""))
    value = (-value if sign == "-" else value) / (100 if percent else 1)
    if percent:
        return value, {"type": "PERCENT", "pattern": "0%" if not fraction else "0.00%"}
    if currency:
        return _whole(value), {"type": "CURRENCY", "pattern": f'"{currency.strip()}"#,##0'}
    return _whole(value), None


def _whole(value: float) -> float:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _moment(text: str, locale: str) -> tuple[float, dict[str, Any] | None] | None:
    day_text, _, time_text = text.rpartition(" ")
    if not day_text or not _TIME.fullmatch(time_text):
        day_text, time_text = text, ""
    if day := _day(day_text, locale):
        pattern = "m/d/yyyy" if locale == "en_US" else "dd/mm/yyyy"
        at = datetime(day.year, day.month, day.day)
        if not time_text:
            return serial(at), {"type": "DATE", "pattern": pattern}
        if (clock := _clock(time_text)) is not None:
            return serial(at) + clock, {"type": "DATE_TIME", "pattern": f"{pattern} hh:mm:ss"}
    elif ":" in text and (clock := _clock(text)) is not None:
        return clock, {"type": "TIME", "pattern": "hh:mm:ss"}
    return None


def _clock(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours * 3600 + minutes * 60 + seconds) / 86400 if hours < 24 and minutes < 60 and seconds < 60 else None


def _day(text: str, locale: str) -> date | None:
    try:
        if match := _DAY.fullmatch(text):
            a, b, c = int(match[1]), int(match[3]), int(match[4])
            if len(match[1]) == 4:
                return date(a, b, c)
            year = c + 2000 if len(match[4]) <= 2 else c
            return date(year, a, b) if locale == "en_US" else date(year, b, a)
        if match := _NAMED_DAY.fullmatch(text):
            month = _months(locale).get(match[2].lower())
            return date(int(match[3]), month, int(match[1])) if month else None
    except ValueError:
        pass
    return None


@cache
def _months(locale: str) -> dict[str, int]:
    return {
        name.lower(): number
        for width in ("wide", "abbreviated")
        for language in ("en_US", locale)
        for number, name in get_month_names(width, locale=language).items()
    }


# --- showing -------------------------------------------------------------------------------------------------------

_TOKENS = re.compile(r'y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|am/pm|"[^"]*"|\\.|.', re.IGNORECASE)


def show(value: Value, format: dict[str, Any] | None, locale: str) -> str:
    """The text that a person sees in the cell (``FORMATTED_VALUE``)."""
    if "stringValue" in value:
        return value["stringValue"]
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return error_text(value)
    number, shape = value.get("numberValue", 0), format or {}
    if is_moment(shape):
        return _show_moment(number, shape.get("pattern") or "dd/mm/yyyy", locale)
    return _show_number(number, shape, locale)


def is_moment(format: dict[str, Any] | None) -> bool:
    return (format or {}).get("type") in ("DATE", "TIME", "DATE_TIME")


def error_text(value: Value) -> str:
    kind = value["errorValue"].get("type", "ERROR")
    return {"N_A": "#N/A", "DIVIDE_BY_ZERO": "#DIV/0!", "NAME": "#NAME?"}.get(kind, f"#{kind}!")


def _show_number(number: float, format: dict[str, Any], locale: str) -> str:
    pattern = format.get("pattern") or {"PERCENT": "0.00%"}.get(format.get("type", ""), "")
    if format.get("type") == "TEXT" or not re.search("[0#]", pattern):
        return format_decimal(number, "0.#########", locale=locale)
    # Sheets' patterns for numbers are those of Unicode but for their quotes; of several sections the first will do.
    return format_decimal(number, pattern.split(";")[0].replace('"', "'"), locale=locale)


def _show_moment(number: float, pattern: str, locale: str) -> str:
    at, text, after_hour = moment(number), "", False
    months, short = get_month_names("wide", locale=locale), get_month_names("abbreviated", locale=locale)
    days, short_days = get_day_names("wide", locale=locale), get_day_names("abbreviated", locale=locale)
    for token in _TOKENS.findall(pattern):
        key = token.lower()
        if key[0] in "hs":
            piece = f"{at.hour if key[0] == 'h' else at.second:0{len(key)}d}"
        elif key[0] == "m":
            piece = f"{at.minute:0{len(key)}d}" if after_hour else {3: short, 4: months}.get(len(key), {}).get(at.month)
            piece = piece or f"{at.month:0{min(len(key), 2)}d}"
        elif key[0] == "d":
            names = {3: short_days, 4: days}.get(len(key))
            piece = names[at.weekday()] if names else f"{at.day:0{len(key)}d}"
        elif key[0] == "y":
            piece = f"{at.year}" if len(key) > 2 else f"{at.year % 100:02d}"
        else:
            piece = token.strip('"') if len(token) > 1 and token[0] == '"' else token.lstrip("\\")
        after_hour = key[0] == "h" or (after_hour and not key[0].isalpha())
        text += piece
    return text
