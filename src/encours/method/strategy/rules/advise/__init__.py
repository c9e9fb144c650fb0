"""The pure core of `encours advise`: one situation in, the method's answer out."""
