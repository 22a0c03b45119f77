"""Made pages: prose in print, degraded as scans are, and what engines read there."""
