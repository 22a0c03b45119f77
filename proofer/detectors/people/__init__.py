"""N: names of persons."""
