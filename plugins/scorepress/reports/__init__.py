"""Reports and units: front matter, the report model, figures and prose."""
