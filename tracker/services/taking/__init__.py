"""Taking a look in: which article it is of, whether it looks like it, what is new in it."""
