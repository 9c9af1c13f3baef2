"""What staff read of addresses that mail came back from."""

from __future__ import annotations

from collections.abc import Mapping

from flows.procedure.models import Language

ID: Mapping[str, tuple[str, str]] = {
    "address_gone": (
        "Surel ke alamat ini kembali ({day}): {why}. Tidak ada lagi surel yang dikirim ke sana.",
        "Alamat ini sudah tidak dipakai atau salah ketik; ganti di kolom {column} dengan yang benar.{hint}",
    ),
    "address_silent": (
        "Surel ke alamat ini tiga kali kembali dalam 30 hari, terakhir {day}: {why}. Pengiriman ke sana dihentikan.",
        "Minta alamat lain kepada pemiliknya, lalu ganti di kolom {column}.{hint}",
    ),
    "address_refuses": (
        "Surel ke alamat ini ditolak ({day}): {why}. Surel berikutnya tetap dikirim.",
        "Alamatnya tidak salah dan tidak perlu diubah. Bila berulang, kabari pemiliknya dengan cara lain.",
    ),
}
EN: Mapping[str, tuple[str, str]] = {
    "address_gone": (
        "Mail to this address came back ({day}): {why}. No more mail is sent there.",
        "The address is out of use or mistyped; replace it in the column {column}.{hint}",
    ),
    "address_silent": (
        "Mail to this address came back three times in 30 days, at last on {day}: {why}. No more mail is sent there.",
        "Ask its owner for another address, and replace it in the column {column}.{hint}",
    ),
    "address_refuses": (
        "Mail to this address was refused ({day}): {why}. Further mail is still sent.",
        "The address is right and needs no change. If it happens again, reach its owner in another way.",
    ),
}
_WHY: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "user unknown": "alamat itu tidak ada di server penerima",
        "host unknown": "domain alamat itu tidak ada",
        "accepts no mail": "domain alamat itu tidak menerima surel",
        "moved": "pemiliknya sudah pindah alamat",
        "mailbox full": "kotak suratnya penuh",
        "suspended": "akunnya sedang ditangguhkan",
        "disabled": "akunnya sudah dinonaktifkan",
        "expired": "servernya terlalu lama tidak menjawab",
        "network": "servernya tidak dapat dihubungi",
        "too large": "surelnya terlalu besar untuk server penerima",
        "too many": "server penerima sedang membatasi surel dari kita",
        "": "server penerima menolaknya",
    },
    "en": {
        "user unknown": "the receiving server knows no such address",
        "host unknown": "the domain of the address does not exist",
        "accepts no mail": "the domain of the address takes no mail",
        "moved": "its owner has moved to another address",
        "mailbox full": "the mailbox is full",
        "suspended": "the account is suspended for now",
        "disabled": "the account has been disabled",
        "expired": "its server did not answer for too long",
        "network": "its server cannot be reached",
        "too large": "the mail is too large for the receiving server",
        "too many": "the receiving server limits mail from us for now",
        "": "the receiving server refused it",
    },
}


def why(reason: str, language: Language) -> str:
    """A reason of `flows.mail.returns` as a part of a sentence."""
    return _WHY[language].get(reason, _WHY[language][""])
