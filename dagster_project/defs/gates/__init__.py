"""The three doors: what may enter staging, leave to marts, and be published."""
