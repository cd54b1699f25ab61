"""The moving picture: measured frame by frame, then judged."""
