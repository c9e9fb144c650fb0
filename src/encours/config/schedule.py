"""Everything that runs by itself, on one page."""

from encours.flows import dispatch, door, letter_post, nightly, resets
from encours.flows.disputes import house_mail
from encours.flows.exporting import asked
from encours.flows.mail_in import rounds
from encours.flows.proof import asked as proof
from encours.ground.plumbing.worker import Job

JOBS = (
    # The night of each entity, once a day from 02:30 of its own time, or at the next start.
    Job("night", every_seconds=60, run=nightly.run_due),
    # Messages that may leave: claimed one by one, held against the facts once more, sent.
    Job("dispatch", every_seconds=5, run=dispatch.run),
    # Mailboxes: what customers write is taken in, at most a round of each at a time.
    Job("mailboxes", every_seconds=5, run=rounds.run),
    # Words of mails that belong to no customer, after their time.
    Job("unfiled mails", every_seconds=3600, run=rounds.tidy),
    # What postal services say of the letters they have.
    Job("postal answers", every_seconds=900, run=letter_post.run, is_aside=True),
    # Links to a new password, asked for at the door.
    Job("resets", every_seconds=5, run=resets.run),
    # Mails to our own people about disputes: questions with their link, answers of ours that are late.
    Job("house mails", every_seconds=5, run=house_mail.run),
    # Exports of everything, asked for on a page.
    Job("exports", every_seconds=5, run=asked.run, is_aside=True),
    # Files of proof, asked for on the page of a case.
    Job("proof", every_seconds=3, run=proof.run, is_aside=True),
    # Sessions that ended, counts of tries, sign-ins of more than a year, old exports: let go.
    Job("door", every_seconds=3600, run=door.tidy),
)
