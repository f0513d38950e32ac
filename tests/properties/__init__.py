"""What holds for any input: hypothesis looks for one for which it does not."""
