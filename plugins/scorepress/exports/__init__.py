"""Published data: what is on the pages, as JSON that a program can read and check. See docs/data-format.md."""
