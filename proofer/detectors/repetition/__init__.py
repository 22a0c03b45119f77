"""D, R, L: doubled, half lost and looping text."""
