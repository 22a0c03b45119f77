"""One file a detector. A detector knows nothing of files, reports or screens."""
