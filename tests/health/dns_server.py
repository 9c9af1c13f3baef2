"""A DNS server for tests: TXT records by name, on a free port of the loopback."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.resolver import Resolver


@contextmanager
def dns_server(zone: Mapping[str, Sequence[str]], *, silent: bool = False) -> Iterator[Resolver]:
    """A resolver that asks a server which knows ``zone``: name → texts. A name above one that it knows has no texts;
    any other there is not. A ``silent`` one never answers."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, reply = self.request
            if not silent:
                reply.sendto(_answer(dns.message.from_wire(data), zone).to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        try:
            yield resolver
        finally:
            server.shutdown()


def _answer(question: dns.message.Message, zone: Mapping[str, Sequence[str]]) -> dns.message.Message:
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.RA
    asked = question.question[0]
    name = asked.name.to_text(omit_final_dot=True).lower()
    if texts := zone.get(name):
        shown = [" ".join(f'"{part}"' for part in _parts(text)) for text in texts]
        answer.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", "TXT", shown))
    elif not any(known == name or known.endswith("." + name) for known in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def _parts(text: str) -> list[str]:
    """DNS keeps texts in strings of at most 255 bytes."""
    return [text[start : start + 200].replace('"', "") for start in range(0, len(text), 200)]
