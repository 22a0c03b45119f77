"""What the image of a page says against its text."""
