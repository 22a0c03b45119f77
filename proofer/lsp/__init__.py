"""The language server: an editor shows the findings of what it has open.

Only this package knows pygls.
"""
