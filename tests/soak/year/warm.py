"""A day of a small office, lived before anything is forked: what a process makes once, no tick makes again.

In the office each tick is a process that begins cold; 1,250 of them would spend most of a year's minutes on that.
"""

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

import holidays.countries.indonesia  # noqa: F401
import tenacity  # noqa: F401

import flows.documents.typeset
import flows.procedure.recap.slices
import flows.steps.recap_grid  # noqa: F401
from flows.mail.render import environment
from tests.statements import share
from tests.steps.local_office import local_office, vacancy

share()
for language in ("id", "en"):
    for template in environment(language).list_templates():
        environment(language).get_template(template)
with TemporaryDirectory(prefix="loker-warm-") as folder, local_office(Path(folder), vacancy()) as office:
    office.tick()
gc.collect()
gc.freeze()
