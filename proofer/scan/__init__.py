"""Scans: where a part of the text stands on the image of its page, and a picture of that."""
