"""The hosted pages: the partner's form, staff's form, and leaving the list. They read and write the ledger alone."""
