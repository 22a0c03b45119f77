"""Decisions of an editor: how they are made, kept, undone and turned into a corrected file.

Nothing here knows a screen.
"""
