"""Sound: measured block by block, then judged."""
