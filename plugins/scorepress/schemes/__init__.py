"""Schemes: the tree of parts and indicators, the methods, and the loading of edition files."""
