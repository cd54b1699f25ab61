"""What is said and written in media, found by engines that are extras, and how it is said."""
