"""How a source is written: JSON, XML, HTML and archives with the place of every string."""
