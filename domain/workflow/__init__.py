"""How a plan is approved: definitions that an office publishes, and the route made from one of them."""
