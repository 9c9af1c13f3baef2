"""The problems in English, for an office that works in English. Names of tabs and columns stay as in the sheet."""

from __future__ import annotations

_ASK_THE_COMPANY = (
    "Ask the company through its official contact. If all is well, write your name in Peringatan Diperiksa Oleh."
)

TEXTS: dict[str, tuple[str, str]] = {
    # --- tabs and headings ---
    "tab_missing": (
        "The tab {tab} was not found.",
        "Bring back a tab named {tab}, for instance from the version history or with Undo.",
    ),
    "headings_missing": (
        "No column headings were found in row 1.",
        "Write the headings in row 1: {columns}.",
    ),
    "heading_missing": (
        "The column {column} was not found.{hint}",
        "Write the heading {column} in row 1, exactly like that; any place will do.",
    ),
    "heading_doubled": (
        "Two columns are headed {column}; only the first one, column {first}, is read.",
        "Remove column {second}, or give it another heading.",
    ),
    # --- Sasaran ---
    "audience_nobody": (
        "No active alumnus fits the Sasaran “{value}”: this vacancy reaches nobody.",
        "Look at Sasaran, or at Prodi, Tahun Lulus and Status Email in the tab Alumni.",
    ),
    # --- any cell ---
    "cell_missing": ("{column} is still empty.", "Fill in {column}."),
    "formula_error": (
        "{column} holds a formula error ({value}).",
        "Correct the formula, or type the content itself.",
    ),
    "number_for_text": (
        "{column} holds a number, so leading zeros or a leading + may be lost.",
        "Format the cell as Text, then type it again in full.",
    ),
    "choice_unknown": ("“{value}” is not a choice for {column}.{hint}", "Choose one of: {choices}."),
    "number_unreadable": (
        "“{value}” in {column} is not understood as a whole number.",
        "Write the figure alone, without words or other signs.",
    ),
    "number_range": (
        "The number {value} in {column} is not plausible.",
        "Write a number from {low} to {high}.",
    ),
    "hour_unreadable": ("“{value}” is not understood as a full hour.", "Write a number from 0 to 23, such as 7."),
    # --- days and moments ---
    "day_unreadable": (
        "“{value}” in {column} is not understood as a date.",
        "Write the date in full, such as 5 December 2026.",
    ),
    "day_impossible": (
        "The date “{value}” does not exist.",
        "Check day and month, and write it again, such as 28 February 2027.",
    ),
    "day_month_first": (
        "“{value}” seems to have the month first.",
        "Write the day first. Perhaps {better} was meant.",
    ),
    "day_without_year": (
        "The date “{value}” has no year yet.",
        "Write it with its year, such as {better}.",
    ),
    "day_of_week": (
        "The weekday in “{value}” does not fit its date ({day} is another day of the week).",
        "Correct the weekday or the date.",
    ),
    "day_far_away": ("The year {year} in {column} is not plausible.", "Check the year."),
    "day_with_time": (
        "{column} holds a day only, but “{value}” has a time.",
        "Write the day alone (it lasts to 23:59); write the time in Deskripsi or Cara Melamar.",
    ),
    "moment_without_time": ("{column} has no time yet.", "Write day and time: 24 Nov 2026 09.00."),
    "moment_unreadable": (
        "“{value}” in {column} is not understood as a day and time.",
        "Write it like this: 24 Nov 2026 09.00.",
    ),
    # --- addresses ---
    "email_malformed": (
        "“{value}” is not a well-formed e-mail address.{hint}",
        "Write one address alone, such as name@example.com.",
    ),
    "email_several": (
        "{column} holds more than one e-mail address.",
        "Leave one, the one that is read most.",
    ),
    "email_misspelt": (
        "The address “{value}” seems to be misspelt.{hint}",
        "Check what follows the @, and correct it if need be.",
    ),
    "email_doubled": (
        "The address {value} is also in row {other}, under another name.",
        "Check the addresses of both graduates; one address gets one mail.",
    ),
    "phone_malformed": (
        "“{value}” is not understood as a telephone number.",
        "Write the number alone, such as 081234567890.",
    ),
    "url_malformed": (
        "“{value}” is not a complete web address.{hint}",
        "Write the whole address, beginning with https://.",
    ),
    # --- alumni ---
    "nim_malformed": ("“{value}” is not understood as a NIM.", "Write the NIM as text, without other words."),
    "nim_doubled": (
        "The NIM {value} is already in row {other}; this row is not used.",
        "Remove one of the rows, or correct the wrong NIM.",
    ),
    "programme_unknown": (
        "The study programme “{value}” is not known.{hint}",
        "Write the name or abbreviation of a study programme as in the official list.",
    ),
    "and_more": (
        "{count} more rows ({first} to {last}) have a problem like those above in {column}.",
        "Correct the rows above; the others are shown after that.",
    ),
    # --- vacancies ---
    "audience_unknown": (
        "“{name}” in {column} is neither a study programme nor a list that is known.{hint}",
        "Write study programmes, names from the tab Daftar, or Semua, separated by commas.",
    ),
    "audience_list_faulty": (
        "The list “{name}” in {column} still has a problem, so it cannot be used yet.",
        "Correct that list's row in the tab Daftar.",
    ),
    "deadline_past": (
        "The deadline {value} is past; this vacancy will not be sent.",
        "Update Batas Lamaran, or set Status to Tutup.",
    ),
    "apply_unclear": (
        "Cara Melamar does not yet say where to send an application.",
        "Add a web address, an e-mail address, a telephone or WhatsApp number, or a place.",
    ),
    "apply_address_malformed": (
        "The address “{address}” in Cara Melamar seems to be misspelt.{hint}",
        "Correct it, so that applications arrive.",
    ),
    "approval_missing": (
        "Status is {status}, but Disetujui Oleh is empty.",
        "Fill in who approves it, or set Status back to Draf.",
    ),
    "copy_waits": (
        "This row was copied from another one; {value} in Status came with it and does not count yet.",
        "Check the row, set Status to Draf, wait until this ⚠ is gone, then set {value} again.",
    ),
    "lookalike": (
        "Much like the vacancy {other} (row {other_row}) of the same company: {position}.",
        "If it is another one, write your name in Peringatan Diperiksa Oleh; if not, remove one of them.",
    ),
    # --- signs of fraud: each names what was found, and is answered in the same way ---
    "fraud_fee": (
        "A sign of fraud: applicants seem to be asked for money (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_refund": (
        "A sign of fraud: applicants are to pay for travel first and are promised a refund (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_no_selection": (
        "A sign of fraud: the job is promised without interview or selection (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_secrets": (
        "A sign of fraud: secrets are asked for: PIN, OTP, bank card, or a selfie with the ID card (“{found}”).",
        _ASK_THE_COMPANY,
    ),
    "fraud_free_mail": (
        "A sign of fraud: the address {found} is a free one, though this company has the domain {domain}.",
        _ASK_THE_COMPANY,
    ),
    "fraud_short_link": (
        "The short link {found} hides where it leads.",
        "Replace it by the real address, or open and check it, then write your name in Peringatan Diperiksa Oleh.",
    ),
    # --- lists, events, periods, recipients, control ---
    "list_doubled": (
        "The list name “{value}” is already used in row {other}.",
        "Give it another name, or remove one of them.",
    ),
    "list_name_taken": (
        "The list name “{value}” is a study programme's name, or the word Semua, or has a comma in it.",
        "Give it another name, so that Sasaran has one meaning.",
    ),
    "reversed": ("{column} ({value}) is earlier than {other}.", "Check both cells."),
    "event_vacancy_unknown": (
        "The vacancy {name} is not in the tab Lowongan.",
        "Write IDs of vacancies such as L26-0001, separated by commas.",
    ),
    "period_overlaps": (
        "Dari and Sampai overlap with {other}, so that some vacancies are recapped twice.",
        "Check the days. A period may lie within another as a whole, such as a semester within a year.",
    ),
    "period_twice": (
        "Dari and Sampai are those of {other}: the same recap will be made twice.",
        "Delete one of the rows, or correct the days.",
    ),
    "period_early": (
        "Status is {value} already, but this period was not over when it was approved; its recap is not archived yet.",
        "From {over} on: check the tab Rekap, then fill in Disetujui Oleh anew, such as with name and date.",
    ),
    "scope_unknown": (
        "“{value}” is neither a department nor a study programme that is known.{hint}",
        "Write Semua, a department's name, or a study programme's name.",
    ),
    "recap_without_part": (
        "The recap {period} was archived without a part for {value}, so this recipient does not get it.",
        "This recipient gets the next one. For this one, forward the mail or its files yourselves.",
    ),
    "recipient_refused": (
        "The mail server refused {value}; the recap {period} did not arrive.",
        "Correct the address; the recap is then sent by itself.",
    ),
    "switch_unknown": ("“{value}” is not a switch that is known.{hint}", "Known are: {choices}."),
    "switch_doubled": (
        "The switch {value} is already in row {other}; this row is not used.",
        "Remove one of the rows.",
    ),
    "pause_unreadable": (
        "The switch Jeda (“{value}”) is not understood; to be safe, all sending is paused.",
        "Write Ya or Tidak.",
    ),
    "pause_unknown": (
        "The switch Jeda cannot be read because the tab Kendali is incomplete; all sending is paused.",
        "Bring back the tab Kendali with the columns Nama and Nilai.",
    ),
    # --- asking partners for results ---
    "partner_unknown": (
        "The tab Mitra has no e-mail address of a contact of {value}, so results cannot be asked for yet.{hint}",
        "Enter a contact with an address in the tab Mitra, under the same company name.",
    ),
    "contact_refused": (
        "The mail server refused {value}; the request for results did not arrive.",
        "Ask the partner for the right address, and correct it here.",
    ),
    # --- the year's activity (KPI B.1.17.3) ---
    "no_activity": (
        "In {value} no activity has connected industry and graduates yet (KPI B.1.17.3, at least once a year), and "
        "none is planned.",
        "Plan one in the tab Kegiatan, such as a recruitment on campus or a seminar with a company, and approve it. "
        "If one was held, enter it there, too.",
    ),
    # --- answers of partners by Google Forms ---
    "answer_wrong": (
        "A partner's answer by Google Forms cannot be recorded. {faults} It says: {answers}",
        "Ask the partner to open the link in our mail and send the answer again.",
    ),
    "answer_code": (
        "There is an answer by Google Forms with a code that we do not know, or that was changed. It says: {answers}",
        "Ask the partner. If it is theirs, let them send it again by the link in our mail.",
    ),
    "answer_revoked": (
        "There is an answer by a link that was taken back. It says: {answers}",
        "Ask the partner. If it is theirs, staff can enter it.",
    ),
    "answer_vacancy": (
        "A partner's answer names the vacancy “{value}”, which is not one of theirs. It says: {answers}",
        "Ask which vacancy is meant, and let the partner send it again by the link for that one.",
    ),
    "answer_cancelled": (
        "There is an answer for a vacancy that was cancelled. It says: {answers}",
        "There is nothing to do, unless the cancellation was a mistake.",
    ),
    "answer_late": (
        "A partner's answer came after the matter was closed on {closed}. It says: {answers}",
        "Keep it if it is of use; in recaps, the result of this vacancy stays as not given.",
    ),
}
