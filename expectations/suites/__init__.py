"""One suite per door. Grain of every batch: one document, one rule or one table."""
