"""C: what a page, or pages together, write in two ways."""
