"""What is asked of FFmpeg's libraries: opening, filter graphs, their numbers."""
