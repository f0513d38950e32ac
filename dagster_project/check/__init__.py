"""A few files checked at once: read, reconciled in a scratch database, published nowhere."""
