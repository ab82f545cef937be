"""Checks: what must hold between the score block, the evidence, the figures and the prose."""
