"""The night: every case that is due is looked at, decided, and what may leave is prepared."""
