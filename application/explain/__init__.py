"""Why is a number what it is?"""
