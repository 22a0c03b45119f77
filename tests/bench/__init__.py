"""The benchmarks say what they measured."""
