"""Prose: the bodies of reports and unit pages as one tree, in one fixed dialect of Markdown."""
