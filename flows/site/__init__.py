"""The public pages, pure: from what is public to files, each with all that it shows. Nothing is read or written here."""
