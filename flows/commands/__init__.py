"""What the commands do, a module each; `flows.cli` imports one when it is called, for they import what is heavy."""

DONE, NEEDS_A_PERSON, COULD_NOT_RUN = 0, 1, 2
"""Exit codes."""
