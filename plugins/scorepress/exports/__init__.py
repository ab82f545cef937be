"""What leaves the project as data: published files (docs/data-format.md) and explanations (docs/explanation.md)."""
