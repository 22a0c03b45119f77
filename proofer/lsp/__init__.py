"""The language server: an editor shows the findings in its open documents.

Only this package knows pygls.
"""
