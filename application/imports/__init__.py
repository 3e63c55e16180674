"""How does an office's file become a plan, with a finding wherever the reading is not certain?"""
