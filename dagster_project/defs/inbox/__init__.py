"""Source documents on their way in: from the inbox folder into raw/."""

INBOX_JOB = "read_inbox"
