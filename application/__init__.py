"""What can be asked, what can be seen, and what follows."""
