"""M: guesses of the noisy channel, by the language model and the confusions of OCR engines."""
