"""P, G: characters and marks that cannot be right."""
