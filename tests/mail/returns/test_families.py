"""What is read from the reports of many makers, in ``families/*.txt``."""

from __future__ import annotations

import pytest

from flows.mail.returns import Kind, read_return
from tests.mail.returns.families import Sample, samples
from tests.mail.returns.reports import MESSAGE_ID, THEIRS

ALL = [pytest.param(sample, id=f"{sample.family}: {sample.title[:60]}") for sample in samples()]


@pytest.mark.parametrize("sample", ALL)
def test_it_reads_what_the_maker_meant(sample: Sample) -> None:
    read = read_return(sample.mail)
    verdicts = {one.address: "hard" if one.verdict.value == "hard" else "soft" for one in read.concerned}
    if sample.kind == "nofailure":
        assert read.kind is not Kind.FAILURE
        assert "hard" not in verdicts.values()
    elif sample.kind == "complaint":
        assert (read.kind, [*verdicts], read.message_id) == (Kind.COMPLAINT, [THEIRS], MESSAGE_ID)
    elif sample.kind == "redacted":
        assert (read.kind, [*verdicts], read.message_id) == (Kind.COMPLAINT, [], MESSAGE_ID)
    else:
        assert (read.kind.value, verdicts) == (sample.kind, sample.expected)


def test_every_file_is_read() -> None:
    assert {sample.family for sample in samples()} >= {"unix", "microsoft", "providers", "gateways"}
