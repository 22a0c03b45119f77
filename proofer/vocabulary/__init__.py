"""The project's own words: its dictionary, its upkeep, terms mined from its pages."""
