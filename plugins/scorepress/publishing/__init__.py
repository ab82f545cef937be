"""How a finished site takes the place of the old one: built aside, checked, exchanged; a kill leaves one of the two.

It knows folders and no content: what the site is made of, and by which program, is nothing to it.
"""
