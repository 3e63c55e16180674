"""How a text goes through its steps: the one engine behind plans, amendments, new terms and reports."""
