"""What is kept: reading it again, writing it out, proving it, bringing its schema up to date."""
