"""Lines read a second time from the page's image, and what the pixels say of a correction."""
