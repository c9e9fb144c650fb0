"""Help inside the desk: the method in ten minutes, and why each page is as it is."""
