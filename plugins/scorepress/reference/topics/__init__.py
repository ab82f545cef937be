"""Everything between the methods, topic by topic. The edges say which conformance case holds each of them."""

from scorepress.reference.topics import entries, results, tree, units

TOPICS = (*tree.TOPICS, *entries.TOPICS, *results.TOPICS, *units.TOPICS)
"""Every topic, in the order of the index."""
