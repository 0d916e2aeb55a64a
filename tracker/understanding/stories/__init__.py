"""Which story an article belongs to: the names and words it is told by, weighed by their rarity.

What comes in: laid-out articles, and what they and the stories' articles say. What goes out: terms,
and how surely an article belongs to a story, with the grounds. It never decides: who calls does.
"""
