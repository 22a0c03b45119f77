"""X: correctors of other packages."""
