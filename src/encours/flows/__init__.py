"""Where rooms meet: each flow asks a room once for facts and tells it once what to do."""
