"""N: dates, anniversaries and issue numbers that contradict themselves."""
