"""What would have become of past submissions under other rules? Nothing here writes."""
