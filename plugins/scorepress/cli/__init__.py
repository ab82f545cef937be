"""The command line, thin over `scorepress.project`."""
