"""The durable memory: what was meant for whom, what was sent. The only place that decides whether a mail goes out."""
