"""What is said of a place: findings, suggestions, evidence, the report, edits selected from them."""
