"""Scoring: from entries to marks, parts, total and grade, with the trace of every number."""
