"""The demo's mail server, spoken to over real SMTP."""

from __future__ import annotations

import smtplib
import socket
from email.message import EmailMessage

import pytest

from flows.demo.mailbox import Mailbox, read


@pytest.fixture
def box(tmp_path):
    with Mailbox(tmp_path) as box:
        yield box


def letter(subject: str = "Lowongan baru", text: str = "Halo.\n.titik di awal\n..dua titik\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "karir@example.ac.id", "sari@example.com", subject
    message.set_content(text)
    return message


def test_it_files_one_message_per_recipient_with_the_envelope_in_its_head(box):
    with smtplib.SMTP("127.0.0.1", box.port) as client:
        client.send_message(letter(), "bounce@example.ac.id", ["sari@example.com", "budi@example.com"])
        client.send_message(letter("Kedua"), "bounce@example.ac.id", ["sari@example.com"])
    assert box.counts() == {"sari@example.com": 2, "budi@example.com": 1}
    found = box.find("sari@example.com")
    assert found["Subject"] == "Kedua"
    assert found["Return-Path"] == "<bounce@example.ac.id>"
    assert box.find("nobody@example.com") is None


def test_it_keeps_lines_that_begin_with_a_dot(box):
    with smtplib.SMTP("127.0.0.1", box.port) as client:
        client.send_message(letter())
    assert box.find("sari@example.com").get_content().splitlines() == ["Halo.", ".titik di awal", "..dua titik"]


def test_it_announces_pipelining_and_copes_with_it(box):
    with socket.create_connection(("127.0.0.1", box.port), timeout=5) as client:
        answers = client.makefile("rb")
        answers.readline()
        client.sendall(b"EHLO me\r\n")
        offered = []
        while not offered or offered[-1][3:4] == b"-":
            offered.append(answers.readline())
        assert b"250-PIPELINING\r\n" in offered
        for number in range(3):
            client.sendall(b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b%d@example.com>\r\nDATA\r\n" % number)
            assert [answers.readline()[:3] for _ in range(3)] == [b"250", b"250", b"354"]
            client.sendall(b"Subject: x\r\n\r\nx\r\n.\r\n")
            assert answers.readline()[:3] == b"250"
        client.sendall(b"MAIL FROM:<a@example.com>\r\nRCPT TO:\r\nDATA\r\nQUIT\r\n")
        assert [answers.readline()[:3] for _ in range(4)] == [b"250", b"501", b"503", b"221"]
    assert box.counts() == {"b0@example.com": 1, "b1@example.com": 1, "b2@example.com": 1}


def test_it_keeps_what_an_earlier_run_filed_and_counts_it(tmp_path):
    for _ in range(2):
        with Mailbox(tmp_path) as box, smtplib.SMTP("127.0.0.1", box.port) as client:
            client.send_message(letter())
    assert box.counts() == {"sari@example.com": 2}
    assert [read(file)["Subject"] for file in box.messages()] == ["Lowongan baru"] * 2


def test_it_is_a_maildir_that_others_can_read(box):
    import mailbox

    with smtplib.SMTP("127.0.0.1", box.port) as client:
        client.send_message(letter())
    assert [message["Subject"] for message in mailbox.Maildir(box.path, create=False)] == ["Lowongan baru"]


def test_it_stops_listening_when_done(tmp_path):
    with Mailbox(tmp_path) as box:
        port = box.port
    assert box.port == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
