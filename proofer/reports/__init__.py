"""One file an output format: each module has `REPORT`."""
