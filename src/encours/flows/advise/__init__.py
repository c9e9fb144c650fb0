"""`encours advise`: one situation a line in, the method's answer out. No database, no clock."""
