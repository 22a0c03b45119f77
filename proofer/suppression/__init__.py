"""What is not shown: by comments of a page, patterns, a baseline, or on a page beyond reading."""
