"""One finding a place, one probability: merging and calibration."""
