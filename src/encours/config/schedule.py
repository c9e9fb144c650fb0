"""Everything that runs by itself, on one page."""

from encours.flows import dispatch, nightly
from encours.ground.plumbing.worker import Job

JOBS = (
    # The night of each entity, once a day from 02:30 of its own time, or at the next start.
    Job("night", every_seconds=60, run=nightly.run_due),
    # Messages that may leave: claimed one by one, held against the facts once more, sent.
    Job("dispatch", every_seconds=5, run=dispatch.run),
)
