"""From printed lines to paragraphs: boxes, reading order, wrapped and spaced lines."""
