"""Looking at what is watched: what is due, what came of asking, when to ask again."""
