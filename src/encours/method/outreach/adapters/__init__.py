"""How messages leave the building: plain data in, a receipt or an error out."""
