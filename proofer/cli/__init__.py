"""The subcommands, one module each; those with an underscore share what several need."""
