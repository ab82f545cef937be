"""What leaves the project as data: records in forms of their own, for programs and for people who check."""
