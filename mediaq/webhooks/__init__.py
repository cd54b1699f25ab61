"""Webhooks as their receivers see them: what they say, and how they are signed."""
