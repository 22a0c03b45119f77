"""How alike characters sound, and words that sound alike."""
