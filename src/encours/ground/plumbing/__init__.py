"""Django glue without a business word."""
