"""Running the tracker: which daemons are at work, what is late or failing, and since when."""
