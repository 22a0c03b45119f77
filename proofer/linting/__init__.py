"""A run of lint: the files behind paths, what is known of them already, and corrections without an editor."""
