"""How does a plan go out again as an office's document, in the form it came in or in the house form?"""
