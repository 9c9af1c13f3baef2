"""The demo: made-up content, a mail server that keeps what it gets, and the real flows in between."""
