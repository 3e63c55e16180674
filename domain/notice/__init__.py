"""Who is told what: each notice raised once per cause, delivered once, whatever crashed."""
