"""`proofer lint` without its command line: it takes no arguments and prints nothing."""
