"""What goes out to a department: the notice (整改通知书) and the notes in its own PDF."""
