"""Google's refusals, in Google's own words and JSON."""

from __future__ import annotations

from typing import Any

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
MESSAGE = {
    429: (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:123456789012'."
    ),
    500: "Internal error encountered.",
    502: "Bad Gateway",
    503: "The service is currently unavailable.",
}
DRIVE_REASON = {400: "invalid", 401: "authError", 403: "forbidden", 404: "notFound", 429: "rateLimitExceeded"}


class GoogleError(Exception):
    """An answer other than 200. ``reason`` is as in Drive (``storageQuotaExceeded``) or in Sheets' details."""

    def __init__(self, code: int, message: str = "", *, reason: str = "", retry_after: float | None = None) -> None:
        self.code, self.reason, self.retry_after = code, reason, retry_after
        self.message = message or MESSAGE.get(code, STATUS.get(code, "Error"))
        super().__init__(f"{code} {self.message}")

    def body(self, api: str) -> dict[str, Any]:
        """As Sheets v4 words it, or as Drive v3 does (with its list of ``errors``)."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if api == "drive":
            reason = self.reason or DRIVE_REASON.get(self.code, "backendError")
            usage = reason.endswith(("LimitExceeded", "NotConfigured"))
            error["errors"] = [
                {"message": self.message, "domain": "usageLimits" if usage else "global", "reason": reason}
            ]
        else:
            error["status"] = STATUS.get(self.code, "UNKNOWN")
            if self.reason:
                error["details"] = [
                    {
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason": self.reason,
                        "domain": "googleapis.com",
                    }
                ]
        return {"error": error}


def invalid(message: str) -> GoogleError:
    """400 INVALID_ARGUMENT."""
    return GoogleError(400, message)
