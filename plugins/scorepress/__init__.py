"""Scorepress: self-assessment reports whose scores add up."""

__version__ = "0.1.0"
