"""Court files: which ways are open, the file for one of them, and the days that start the delays of the law."""
