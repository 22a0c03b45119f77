"""The project's own words: its dictionary, the files of dictionaries, terms mined from pages."""
