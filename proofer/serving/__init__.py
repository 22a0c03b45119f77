"""The resident checker: a process that is ready to check, and the command that asks it."""
