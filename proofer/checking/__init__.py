"""From paths to a Report: the pipeline, parallel runs, their cache, the registry of parts."""
