"""`ocrd-proofer`: pages of an OCR-D workspace corrected, with the reading that was there kept."""
