"""What `onrecord demo` plays: one quarter in the life of an invented office, by real commands."""
