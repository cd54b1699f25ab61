"""What moves and sounds, read in one pass."""
