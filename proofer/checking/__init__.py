"""From paths to a Report: the pipeline, its parallel runs, their cache, the registry of parts."""
