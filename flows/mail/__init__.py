"""Messages from templates (pure), the SMTP connection, the server's answers, the account's limits."""
