"""Files are read within bounds, and replaced whole or not at all."""
