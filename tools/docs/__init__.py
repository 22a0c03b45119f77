"""What is rendered into the repository: golden files, generated pages, pictures."""
