"""What lists articles: finding out what an address is, and following feeds and sitemaps."""
