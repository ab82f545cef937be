"""What can be said of several reports or editions together: pure functions over what was read and scored."""
