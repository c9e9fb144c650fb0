"""Settings, addresses and everything that runs by itself."""
