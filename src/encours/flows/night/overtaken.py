"""What was decided does not hold any more when it is to be done: it is decided anew."""


class Overtaken(Exception):
    """Something happened between the reading and the writing."""
