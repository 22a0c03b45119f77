"""Formats of running text, a module each: Markdown, Word, EPUB, TEI, subtitles and others."""
