"""What OCR engines say: two readings aligned and paired, findings scored again by them."""
