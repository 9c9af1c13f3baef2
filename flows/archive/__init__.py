"""The archive: files that are written once, kept for years, and can be checked."""
