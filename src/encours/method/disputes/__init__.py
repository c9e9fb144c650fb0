"""What is contested, why and since when."""
