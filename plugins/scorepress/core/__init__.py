"""Exact numbers, places in files, findings and messages: what everything else stands on."""
