"""Engines that do what mediaq does not measure itself: writing down what is said."""
