"""S: paragraphs, lines and lists that are torn, lost or out of order."""
