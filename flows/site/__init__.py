"""The public pages, pure: from what is public to files, each with all that it shows; it reads and writes nothing."""
