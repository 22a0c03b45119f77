"""The noisy channel: its tables and the weights of its profiles."""
