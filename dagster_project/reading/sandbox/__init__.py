"""A hostile file costs a child process, never the run: limits of time and memory."""
