"""What an operator does besides a run: look for the usual faults, keep a copy, take one back."""
