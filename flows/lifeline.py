"""A process that ends with the one that started it: whose end of the pipe to its standard input closes, however."""

from __future__ import annotations

import os
import signal
import threading
import time

GRACE_SECONDS = 10


def end_with_parent() -> None:
    """From now on: when standard input ends, SIGTERM to this process, and SIGKILL to it and its children after that.

    Its children share its fate if it leads a process group of its own.
    """
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while os.read(0, 1):  # not by sys.stdin, whose lock would be held when Python ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    end_at_once()  # something hangs in the ordinary end


def end_at_once() -> None:
    """End this process and what it has started."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
