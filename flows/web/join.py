"""Joining the list: a form for everybody, and a page at which the address is confirmed.

Nothing here tells whose address is known: what is checked is what was typed, and the ledger is asked after the page
has left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask

from flows.procedure.joining import SignUp
from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue
from flows.procedure.values import Fault, email, email_key, misspelt_domain, nim, text, whole
from flows.translations import translations
from flows.web.pages import language_of, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site

CONSENT = "2026-11"
"""Of the sentence that is agreed to (``join.html``): another sentence is another version."""
TRAP = "situs"
"""A field that no person sees: what is typed there was typed by a program."""
FIRST_YEAR = 2000
"""Nobody graduated here before."""
LONGEST_NAME = 100
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’`()-])+")


class Join:
    """The pages at ``/daftar`` and ``/daftar/{token}``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def join(self, request: Request, form: Form) -> Response:
        """GET shows the form; POST has a link mailed to the address, and tells nobody whether it is known."""
        site, posted = self._site, request.method == "POST"
        full = len(site.ledger.signups.mailed(self._day.isoformat())) >= site.settings.web.sign_ups_a_day
        typed = Typed(form, site.catalogue, self._day, language_of(request, site))
        sent = posted and not typed.errors and not full
        page = show(
            request,
            site,
            "join",
            422 if posted and typed.errors else 429 if posted and full else 200,
            form=form,
            errors=typed.errors if posted else {},
            sent=sent,
            full=full,
            catalogue=site.catalogue,
            trap=TRAP,
            days=site.settings.retention,
        )
        if sent and not form.get(TRAP):
            # When the page has left: a commit more or less would tell who waits for it whose address this is.
            page.background = BackgroundTask(self._keep, typed)
        return page

    def confirm(self, request: Request, form: Form) -> Response:
        """GET shows what was typed; POST confirms it. Raises `BadLink`."""
        site = self._site
        holder = site.links.read("sign-up", request.path_params["token"])
        recipient = site.ledger.recipients.get(holder.recipient_id)
        key = recipient.key if recipient else ""
        with site.ledger.together():
            pending = site.ledger.signups.pending(key)
            if pending and request.method == "POST" and form.get("dilihat") == _seen(pending):
                site.ledger.signups.confirm(pending, site.clock())
                pending = None
            done = pending is None and site.ledger.signups.is_confirmed(key)
        programme = site.catalogue.find(pending.programme) if pending else None
        return show(
            request,
            site,
            "join-confirm",
            200 if pending or done else 410,
            one=pending,
            programme=programme,
            seen=_seen(pending) if pending else "",
            done=done,
        )

    def _keep(self, typed: Typed) -> None:
        """Keep it until it is confirmed, and have the link mailed: once a day to one address, and to so many in all.

        Who was erased is not kept: what is queued for them is never sent.
        """
        ledger, at, day = self._site.ledger, self._site.clock(), self._day.isoformat()
        key = email_key(typed.address)
        with ledger.together():
            known = ledger.recipients.find(key)
            number = ledger.outbox.enrol({key: known.address if known else typed.address})[key]
            mailed = ledger.signups.mailed(day)
            if number not in mailed and len(mailed) >= self._site.settings.web.sign_ups_a_day:
                return
            ledger.signups.mail(number, day, at)
            if not ledger.erasure.marks([key]):
                ledger.signups.ask(
                    SignUp(
                        key, typed.address, typed.name, typed.nim, typed.programme, typed.year, typed.language,
                        f"{CONSENT}/{typed.language}", at,
                    )
                )  # fmt: skip

    @property
    def _day(self) -> date:
        return self._site.clock().astimezone(self._site.zone).date()


def _seen(one: SignUp) -> str:
    """Which version of what was typed a page showed: somebody else may type something else under the same address."""
    return f"{one.asked_at.timestamp():.6f}"


@dataclass(frozen=True)
class Typed:
    """What somebody typed, and what is wrong with it."""

    form: Form
    catalogue: Catalogue
    today: date
    page: Language
    """The language of the page: in which errors are told, and mails are written."""

    @property
    def errors(self) -> Mapping[str, str]:
        """By field, in the order of the page."""
        _ = translations("web", self.page).gettext
        near = misspelt_domain(self.address)
        told = {
            "nama": _("Tulis nama lengkap Anda, dengan huruf saja.") if not self.name else "",
            "nim": _("Tulis NIM seperti di ijazah, mis. 3311901001.") if not self.nim else "",
            "prodi": _("Pilih program studi Anda.") if not self.programme else "",
            "tahun": _("Tulis tahun lulus dengan empat angka, mis. 2024.") if not self.year else "",
            "alamat": _("Tulis satu alamat surel yang lengkap, mis. nama@example.com.") if not self.address else "",
            "setuju": _("Tanpa persetujuan Anda, kami tidak boleh menyimpan data ini.") if not self.agreed else "",
        }
        if near:
            told["alamat"] = _("Periksa lagi alamatnya. Mungkin maksudnya %(near)s?") % {"near": near}
        return {field: error for field, error in told.items() if error}

    @property
    def name(self) -> str:
        typed = " ".join(unicodedata.normalize("NFC", text(self.form.get("nama", "")[: 4 * LONGEST_NAME])).split())
        return typed if len(typed) <= LONGEST_NAME and _NAME.fullmatch(typed) else ""

    @property
    def nim(self) -> str:
        return _sound(nim(self.form.get("nim", "")[:100]))

    @property
    def programme(self) -> str:
        chosen = self.form.get("prodi", "")
        return chosen if any(chosen == one.code for one in self.catalogue.programmes) else ""

    @property
    def year(self) -> int:
        typed = self.form.get("tahun", "").strip()
        found = whole(typed, FIRST_YEAR, self.today.year + 1) if re.fullmatch(r"\d{4}", typed, re.ASCII) else None
        return found if isinstance(found, int) else 0

    @property
    def address(self) -> str:
        """Addresses with letters beyond ASCII are left out: few servers take them."""
        found = _sound(email(self.form.get("alamat", "")[:1000]))
        return found if found.isascii() else ""

    @property
    def language(self) -> Language:
        return "en" if self.form.get("bahasa_surel", self.page) == "en" else "id"

    @property
    def agreed(self) -> bool:
        return self.form.get("setuju") == "ya"


def _sound(value: str | Fault) -> str:
    return value if isinstance(value, str) else ""
