"""The hosted pages: the partner's form, staff's pages, events, leaving and joining the list. They read and write the
ledger alone."""
