"""The reference of the scheme language: pages made from the classes themselves, so that no page can fall behind."""
