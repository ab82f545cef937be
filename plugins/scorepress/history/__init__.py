"""What git knows of the files: when they were first published and last changed, and what it cannot know."""
