"""What the commands do, a module each; `flows.cli` imports one when it is called, for they import what is heavy."""
