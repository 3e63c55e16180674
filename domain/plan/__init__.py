"""A plan of measures: drafted, agreed to, approved, carried out, closed."""
