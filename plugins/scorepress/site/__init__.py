"""The MkDocs plugin: pages over the assessed project, thin and replaceable."""
