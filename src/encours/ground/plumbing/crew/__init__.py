"""Processes of our own that read and compute beside this one, for as long as it wants their answers."""

from encours.ground.plumbing.crew.asking import Crew, available_processors

__all__ = ["Crew", "available_processors"]
