"""What reports, exports and the command line share in writing text, XML, Markdown and diffs."""
