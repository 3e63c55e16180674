"""A list of an office's staff, as a file: who is who, in which unit and post, since when, by which order."""
