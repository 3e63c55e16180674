"""How do an office's routes come in, move on, and read over the past?"""
