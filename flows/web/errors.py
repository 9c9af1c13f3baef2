"""The friendly page for everything that is not a page: it says what happened and what to do, and shows no data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flows.errors import LokerError
from flows.links import BadLink
from flows.translations import translations
from flows.web.pages import language_of, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.site import Site

Translate = Callable[[str], str]


class Closed(LokerError):
    """The matter that a link is about is closed: there is nothing to answer any more."""

    def __init__(self) -> None:
        super().__init__("The matter is closed")


def handlers(site: Site) -> Mapping[type[Exception], Callable[[Request, Exception], Response]]:
    """What Starlette does about each kind of exception."""
    from starlette.exceptions import HTTPException

    def tell(request: Request, status: int, headers: Mapping[str, str] | None = None, kind: str = "") -> Response:
        _ = translations("web", language_of(request, site)).gettext
        title, *lines = (_LINKS.get(kind) or _STATUS.get(status) or _STATUS[400])(_)
        response = show(request, site, "message", status, title=title, lines=lines)
        response.headers.update(headers or {})
        return response

    def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - as registered
        return tell(request, error.status_code, error.headers)

    def of_link(request: Request, error: Exception) -> Response:
        return tell(request, 403, kind=error.kind if isinstance(error, BadLink) else "")

    return {
        HTTPException: of_http,
        BadLink: of_link,
        Closed: lambda request, error: tell(request, 410),
        Exception: lambda request, error: tell(request, 500),
    }


_LINKS: Mapping[str, Callable[[Translate], tuple[str, ...]]] = {
    "forged": lambda _: (
        _("Tautan ini tidak dikenali"),
        _("Mungkin tautannya terpotong ketika disalin. Buka lagi dari surel aslinya, atau salin seluruhnya."),
        _("Jika tetap tidak bisa, balas saja surel kami; kami akan membantu."),
    ),
    "revoked": lambda _: (
        _("Tautan ini sudah tidak berlaku"),
        _("Tautan ini telah ditarik. Jika Anda masih perlu mengisi formulirnya, balas saja surel kami."),
    ),
    "expired": lambda _: (
        _("Tautan ini sudah kedaluwarsa"),
        _("Demi keamanan, tautan untuk staf berlaku 14 hari. Mintalah tautan baru di halaman masuk staf."),
    ),
}
_STATUS: Mapping[int, Callable[[Translate], tuple[str, ...]]] = {
    400: lambda _: (
        _("Permintaan ini tidak dapat kami proses"),
        _("Kembali ke halaman sebelumnya, lalu coba sekali lagi."),
    ),
    403: lambda _: (
        _("Halaman ini tidak dapat dibuka dari sana"),
        _("Buka formulirnya langsung dari tautan di surel kami, lalu coba sekali lagi."),
    ),
    404: lambda _: (
        _("Halaman tidak ditemukan"),
        _("Periksa kembali alamatnya, atau buka lagi dari tautan di surel kami."),
    ),
    405: lambda _: (
        _("Halaman ini tidak dapat dipakai dengan cara itu"),
        _("Kembali ke halaman sebelumnya, lalu coba sekali lagi."),
    ),
    408: lambda _: (
        _("Kiriman Anda terputus"),
        _("Sambungan internet tampaknya lambat. Kembali ke halaman sebelumnya, lalu kirim sekali lagi."),
    ),
    410: lambda _: (
        _("Formulir ini sudah ditutup"),
        _("Batas waktu pengisiannya sudah lewat, atau tidak ada lagi yang perlu diisi."),
        _("Jika masih ada yang ingin disampaikan, balas saja surel kami."),
    ),
    413: lambda _: (
        _("Isian Anda terlalu panjang"),
        _("Kembali ke halaman sebelumnya, persingkat isiannya, lalu kirim sekali lagi."),
    ),
    415: lambda _: (
        _("Permintaan ini tidak dapat kami proses"),
        _("Kembali ke halaman sebelumnya, lalu coba sekali lagi."),
    ),
    429: lambda _: (
        _("Mohon tunggu sebentar"),
        _("Terlalu banyak permintaan dalam waktu singkat. Tunggu satu menit, lalu coba sekali lagi."),
    ),
    500: lambda _: (
        _("Maaf, ada gangguan di pihak kami"),
        _("Isian yang sudah disimpan tidak hilang. Coba lagi beberapa menit lagi, atau balas saja surel kami."),
    ),
}
"""By status or kind: a title, and paragraphs."""
