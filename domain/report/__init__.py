"""What an office reports of a plan for a period, and the proof of what was delivered."""
