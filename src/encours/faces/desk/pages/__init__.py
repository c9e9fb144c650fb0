"""What each page shows, put together from what flows and queries answer."""
