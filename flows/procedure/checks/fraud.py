"""Signs of a fraudulent vacancy. Few and precise: each one found is a reason to telephone the company.

What Indonesian job fraud looks like is known from the warnings of the Ministry of Manpower and of the companies whose
names are misused: a fee or deposit before the interview, travel that is paid first and "refunded" later, a free mail
address in a known company's name, a promise without selection, and secrets of a bank account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from flows.procedure.checks.apply import emails, host, links
from flows.procedure.models import Contact, Vacancy
from flows.procedure.names import fold, partner_key
from flows.procedure.values import Fault, fault, rupiah
from flows.procedure.wording import shorten


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MONEY = _set("biaya uang dana ongkos deposit fee fees cost costs")
_APPLICANT = _set("pelamar kandidat peserta calon applicant applicants candidate candidates")
_PAY = _set("transfer mentransfer ditransfer bayar membayar dibayar setor menyetor pay paying talangi ditalangi")
_ACCOUNT = _set("rekening rek bca bri bni mandiri ovo gopay account")
_TRAVEL = _set("tiket travel akomodasi perjalanan transport transportasi hotel ticket accommodation")
_REFUND = _set("reimburse reimbursement diganti digantikan dikembalikan penggantian refund refunded")
_SECRET = _set("otp pin cvv password atm mbanking")
_HAND_OVER = _set("kirim kirimkan sertakan lampirkan berikan foto send provide share")
_WAGE = _set("gaji upah salary wage menerima dinas payroll")
_WARNING = _set("waspada penipuan mengatasnamakan beware scam fraud")
"""A sentence with one of these warns of fraud ("hati-hati penipuan")."""

_FEE = re.compile(
    r"\b(?:biaya|uang|dana|ongkos) (?:\w+ ){0,2}?(?:administrasi|admin|adm|pendaftaran|registrasi|training|"
    r"pelatihan|seragam|atribut|tes|test|seleksi|interview|wawancara|medical|mcu|penempatan|jaminan|muka|deposit|"
    r"pelicin|akomodasi|transport|transportasi|tiket|travel|perjalanan(?! dinas))\b"
    r"|\b(?:registration|administration|admin|processing|training|uniform|application|placement) (?:fees?|costs?)\b"
    r"|\b(?:bayar|membayar|pay a|refundable) deposit\b|\bdeposit (?=sebesar|of|rp|idr)"
)
_DEMAND = re.compile(
    r"\b(?:wajib|harus|harap|diminta|dikenakan|transfer|mentransfer|ditransfer|di ?muka|dulu|dahulu|must|"
    r"required|in advance|upfront|ditanggung (?:oleh )?(?:pelamar|peserta|kandidat|calon|sendiri)|"
    r"pelamar|kandidat|applicants?)\b"
)
_DENIAL = re.compile(
    r"\b(?:tidak|tak|tdk|tanpa|bebas|gratis|bukan)(?: \w+){0,4}? (?:biaya|uang|pungutan|deposit)\b"
    r"|\b(?:no|not|never|without|free)(?: \w+){0,5}? (?:fees?|costs?|charge|deposit)\b"
    r"|\b(?:biaya|fees?)(?: \w+){0,4} (?:gratis|ditiadakan|free|waived)\b"
)
_COVERED = re.compile(
    r"\b(?:tunjangan|fasilitas|mendapat|mendapatkan|diberikan|disediakan|allowance|provided|covered|per (?:hari|bulan)|"
    r"ditanggung(?! (?:oleh )?(?:pelamar|peserta|kandidat|calon|sendiri)))\b|/ ?(?:hari|bulan|day|month)\b"
)
_NO_SELECTION = re.compile(
    r"\b(?:tanpa|no|without) (?:\w+ )?(?:interview|wawancara|tes|test|seleksi|selection)\b.{0,30}?"
    r"\b(?:langsung|pasti|dijamin|otomatis) (?:di)?(?:kerja|bekerja|terima|lolos|lulus)\b"
    r"|\b(?:langsung|pasti|dijamin) (?:di)?(?:kerja|bekerja|terima|lolos|lulus)\b.{0,30}? tanpa (?:\w+ )?"
    r"(?:interview|wawancara|tes|test|seleksi)\b"
    r"|\b(?:dijamin|pasti) (?:di)?(?:terima|lolos)\b|\bguaranteed (?:job|placement|acceptance)\b"
)
_SHORTENERS = _set("bit.ly s.id tinyurl.com cutt.ly rb.gy is.gd goo.gl t.ly t.co shorturl.at ow.ly rebrand.ly v.gd")
_FREE_MAIL = _set(
    "gmail.com googlemail.com yahoo.com yahoo.co.id ymail.com rocketmail.com hotmail.com outlook.com outlook.co.id "
    "live.com icloud.com aol.com proton.me protonmail.com gmx.com mail.com zoho.com yandex.com"
)
_LONGEST = 500
"""Characters of a sentence; what is longer is looked at piece by piece, so that no text takes long."""


def fraud_signs(vacancy: Vacancy, contacts: Sequence[Contact] = ()) -> Iterator[tuple[str, Fault]]:
    """Each sign found, with the column that it stands in; at most one of a kind in a column."""
    texts = (
        ("Deskripsi", vacancy.description),
        ("Kualifikasi", vacancy.qualifications),
        ("Cara Melamar", vacancy.apply),
    )
    domain = _own_domain(vacancy, contacts)
    for column, typed in texts:
        sentences = list(_sentences(typed))
        for code, is_sign in _SIGNS.items():
            # What the work is about may well be one-time passwords: secrets are asked for elsewhere.
            if code == "fraud_secrets" and column == "Deskripsi":
                continue
            if found := next((one for one, plain, words in sentences if is_sign(plain, words)), ""):
                yield column, fault(code, found=shorten(found))
        if short := next((one for one in links(typed) if host(one) in _SHORTENERS), ""):
            yield column, fault("fraud_short_link", found=shorten(short))
        if domain and (free := next((one for one in emails(typed) if _domain(one) in _FREE_MAIL), "")):
            yield column, fault("fraud_free_mail", found=free, domain=domain)


def _sentences(typed: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each sentence or line but warnings: as typed, in small letters with single spaces, and its words."""
    # The dots of "Rp 250.000" and of abbreviations in mid-word end no sentence.
    for sentence in re.split(r"[\n;]|(?<=[.!?])\s", typed):
        for start in range(0, len(sentence), _LONGEST):
            piece = sentence[start : start + _LONGEST]
            plain = " ".join(piece.lower().split())
            words = frozenset(re.findall(r"\w+", plain))
            if words and not words & _WARNING and "hati-hati" not in plain:
                yield piece, plain, words


def _asks_fee(plain: str, words: frozenset[str]) -> bool:
    """A fee for applying is named, and asked for: not denied ("tidak dipungut biaya"), not paid by the company."""
    if not words & _MONEY:
        return False
    for fee in _FEE.finditer(plain):
        before, after = plain[max(0, fee.start() - 80) : fee.start()], plain[fee.end() : fee.end() + 80]
        amount = isinstance(rupiah(after.partition(", ")[0]), int)
        part = before.rpartition(", ")[2] + fee[0] + after.partition(", ")[0]
        if _COVERED.search(part) or (_DENIAL.search(plain) and not amount):
            continue
        if amount or _DEMAND.search(before + fee[0] + after):
            return True
    return False


def _asks_transfer(plain: str, words: frozenset[str]) -> bool:
    """Applicants are to pay, and an account or an amount is named."""
    if not (words & _APPLICANT and words & _PAY) or words & _WAGE or _DENIAL.search(plain):
        return False
    return bool(words & _ACCOUNT) or isinstance(rupiah(plain), int)


def _asks_money(plain: str, words: frozenset[str]) -> bool:
    return _asks_fee(plain, words) or _asks_transfer(plain, words)


def _promises_refund(plain: str, words: frozenset[str]) -> bool:
    return bool(words & _TRAVEL and words & _PAY and words & _REFUND and not words & _WAGE)


def _promises_job(plain: str, words: frozenset[str]) -> bool:
    return bool(_NO_SELECTION.search(plain))


def _asks_secrets(plain: str, words: frozenset[str]) -> bool:
    selfie = words & {"selfie", "swafoto"} and words & {"ktp", "ektp"}
    return bool(selfie or (words & _SECRET and words & _HAND_OVER))


_SIGNS: dict[str, Callable[[str, frozenset[str]], bool]] = {
    "fraud_fee": _asks_money,
    "fraud_refund": _promises_refund,
    "fraud_no_selection": _promises_job,
    "fraud_secrets": _asks_secrets,
}


def _own_domain(vacancy: Vacancy, contacts: Sequence[Contact]) -> str:
    """The company's own mail or web domain, known from its contacts or from addresses in the vacancy; or ``""``.

    An address in the vacancy counts only if it bears the company's name: a job portal's says nothing.
    """
    key = partner_key(vacancy.company)
    known = [_domain(one.email) for one in contacts if key and one.partner_key == key and one.email]
    typed = f"{vacancy.description}\n{vacancy.apply}"
    named = [*map(_domain, emails(typed)), *map(host, links(typed))]
    known += [domain for domain in named if _bears_name(domain, key)]
    return next((domain for domain in known if domain and domain not in _FREE_MAIL), "")


def _bears_name(domain: str, key: str) -> bool:
    labels = [fold(label) for label in domain.split(".")[:-1]]
    names = {fold(key), *(word for word in key.split() if len(word) > 4)}
    return bool(key) and any(label in names or (len(label) > 4 and label in fold(key)) for label in labels)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
