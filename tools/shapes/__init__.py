"""How alike characters look."""
