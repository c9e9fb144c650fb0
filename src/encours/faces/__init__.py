"""What people and machines see: no table and no rule."""
