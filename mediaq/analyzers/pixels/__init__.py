"""Pictures as pixels: converting, planes, colours, sizes, files."""
