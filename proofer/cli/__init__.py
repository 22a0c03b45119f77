"""The command line: one file a subcommand, each with `register` (its arguments) and `run` (what it does)."""
