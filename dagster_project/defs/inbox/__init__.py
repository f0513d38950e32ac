"""Source documents on their way in: from the inbox folder into raw/."""
