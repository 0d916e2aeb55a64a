"""Taking in captures that others made, from where an earlier run broke off."""
