"""Tables for people with a spreadsheet: each is defined once, by its columns, and written as CSV, JSON and XLSX."""
