"""What formats of JSON are described by: pages, blocks, and texts inside a string."""
