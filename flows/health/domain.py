"""What the world's mail servers are told about the sender's domain: SPF, DKIM and DMARC.

Large providers put mail from a domain without them into the spam folder, or refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flows.health.finding import Finding, good, unclear, wrong

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 4.0
"""For one question."""
SELECTORS = ("google", "default", "selector1", "selector2", "mail", "dkim", "s1", "s2", "k1", "smtp", "zoho", "zmail")
"""Names under which keys usually stand: those of Google, Microsoft, Zoho, Zimbra, cPanel and OpenDKIM among them. The
one that is in use stands in mails alone."""
_GOOGLE = "_spf.google.com"
_ASK = "ask whoever runs the domain's DNS to publish"


class NoAnswer(Exception):
    """DNS did not answer; nothing can be said about what is there."""


def resolver() -> Resolver:
    """The machine's own, see `dns.resolver.default_resolver`."""
    import dns.resolver

    return dns.resolver.get_default_resolver()


def look(domain: str, mail_host: str, ask: Resolver) -> Iterator[Finding]:
    """SPF, DKIM and DMARC of ``domain``, from which mail leaves by ``mail_host``."""
    try:
        yield _spf(texts(domain, ask), domain, mail_host)
        yield _dkim(domain, ask)
        yield _dmarc(domain, ask)
    except NoAnswer as error:
        cure = "check the machine's network and DNS, and look again"
        yield unclear("SPF, DKIM and DMARC", f"DNS does not answer about {domain} ({error})", cure)


def texts(name: str, ask: Resolver) -> list[str] | None:
    """The TXT records at a name; ``None`` if there is no such name. Raises `NoAnswer`."""
    import dns.exception
    import dns.name
    import dns.resolver

    try:
        answer = ask.resolve(dns.name.from_text(name), "TXT", lifetime=SECONDS, search=False)
    except dns.resolver.NXDOMAIN:
        return None
    except dns.resolver.NoAnswer:
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(type(error).__name__) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _spf(found: Sequence[str] | None, domain: str, mail_host: str) -> Finding:
    if found is None:
        return wrong("SPF", f"there is no domain {domain}", "correct mail.sender, or have the domain registered")
    records = [one.lower() for one in found if one.lower().split(" ")[0] == "v=spf1"]
    through_google = mail_host.lower().endswith((".gmail.com", ".google.com"))
    usual = f"include:{_GOOGLE}" if through_google else "mx"
    if not records:
        return wrong(
            "SPF", f"{domain} does not say who sends for it", f'{_ASK} at {domain} a TXT "v=spf1 {usual} ~all"'
        )
    if len(records) > 1:
        return wrong("SPF", f"{domain} has {len(records)} records, of which none counts", f"{_ASK} one that joins them")
    terms = records[0].split()
    if "+all" in terms or "all" in terms:
        return wrong("SPF", f"{domain} lets the whole world send for it", f"{_ASK} it with ~all in place of +all")
    if through_google and _GOOGLE not in records[0] and not any(one.startswith("redirect=") for one in terms):
        return wrong("SPF", f"{domain} does not name Google, by which its mail leaves", f"{_ASK} it with {usual}")
    return good("SPF", records[0])


def _dkim(domain: str, ask: Resolver) -> Finding:
    for selector in SELECTORS:
        for record in texts(f"{selector}._domainkey.{domain}", ask) or ():
            tags = _tags(record)
            if tags.get("p"):
                return good("DKIM", f"a key stands under the selector {selector}")
    return unclear(
        "DKIM",
        f"no key under the usual selectors of {domain}; another may be in use",
        "send a mail to an account at Gmail, open Show original there, and see that it says DKIM: PASS; if it does "
        "not, have DKIM turned on where the mail account is run (Google: Apps, Gmail, Authenticate email)",
    )


def _dmarc(domain: str, ask: Resolver) -> Finding:
    labels = domain.split(".")
    # What holds for the organisation holds for its parts; two labels at least, for nobody owns "id".
    for place in [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]:
        records = [one for one in texts(f"_dmarc.{place}", ask) or () if _tags(one).get("v", "").upper() == "DMARC1"]
        if len(records) > 1:
            return wrong(
                "DMARC", f"_dmarc.{place} has {len(records)} records, of which none counts", f"{_ASK} one alone"
            )
        if records:
            policy = _tags(records[0]).get("p", "").lower()
            if policy in ("none", "quarantine", "reject"):
                return good("DMARC", f"p={policy} at _dmarc.{place}")
            return wrong("DMARC", f"the record at _dmarc.{place} gives no policy", f'{_ASK} there "v=DMARC1; p=none"')
    where = f"_dmarc.{domain}"
    return wrong("DMARC", f"there is no record at {where}", f'{_ASK} at {where} a TXT "v=DMARC1; p=none"')


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
