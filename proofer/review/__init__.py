"""What the editor decided: decisions, where they are kept, and what becomes of the text.

No screen in here.
"""
