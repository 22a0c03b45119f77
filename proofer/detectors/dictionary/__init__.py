"""K, G: what dictionaries know: slips, terms and set phrases."""
