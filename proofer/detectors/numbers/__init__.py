"""N: numbers and units."""
