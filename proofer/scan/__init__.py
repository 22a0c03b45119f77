"""The scan beside the text: where a place stands on its page's image, which file that is, and the picture of it."""
