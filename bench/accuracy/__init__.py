"""How good the findings are."""
