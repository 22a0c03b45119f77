"""What is not shown: by comments of a page, patterns, a baseline, or on an unreadable page."""
