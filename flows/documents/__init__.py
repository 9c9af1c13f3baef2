"""Documents for people who open no terminal: recaps and records as PDF and .xlsx. Records in, bytes out; no files."""
