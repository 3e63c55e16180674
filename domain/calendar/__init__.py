"""Days and periods: which day is a working day for an office, and which period it falls in."""
