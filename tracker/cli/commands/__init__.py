"""The commands by what they are for; heavy libraries load inside the functions that need them."""
