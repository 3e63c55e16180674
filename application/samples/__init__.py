"""What ships with the package to try things on: two invented offices, their calendars, three plans."""
