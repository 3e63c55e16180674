"""What may happen to a plan next. Each command sits above the rule that answers it."""
