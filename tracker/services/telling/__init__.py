"""What is told: digests, deliveries, stories, and why something was reported."""
