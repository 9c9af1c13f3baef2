"""A Prefect server that lives exactly as long as the process that started it: ``python -m flows.prefect_server``.

It binds a free loopback port, prints the number on its first line, and from then on connections are accepted: they wait
in the listen queue while the server is loaded, so whoever asks for ``/api/health`` gets the answer the moment there is
one, without polling. Its standard input is the starter's end of a pipe; when that closes, for whatever reason (an
ordinary end, an exception, SIGKILL), the server ends too.

With the number of an inherited socket (``python -m flows.prefect_server 3``) it serves that one, and with it Prefect's
pages and the services that plan runs: the server of `loker up`.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

from flows.lifeline import end_with_parent


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # an ordinary end, which closes the database
    gc.disable()  # nothing of what is imported is garbage: a quarter of the start was spent looking
    lasting = len(sys.argv) > 1
    if lasting:
        listener = socket.socket(fileno=int(sys.argv[1]))
    else:
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        print(listener.getsockname()[1], flush=True)
    os.dup2(2, 1)  # nobody reads the pipe any further: what is printed later belongs into the log
    end_with_parent()

    import uvicorn
    from prefect.server.api.server import create_app

    # "Ephemeral": without the interface and the scheduling services, of which a run of its own needs none.
    app = create_app(ephemeral=not lasting, final=True)
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
