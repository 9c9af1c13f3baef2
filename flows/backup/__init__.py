"""A backup of an office in one file, and an office made of it again."""
