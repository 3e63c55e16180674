"""How are the files of an office turned into grids, safely?"""
