"""Workers that are killed while they read a mailbox: every mail once, none lost."""

import json
import random
import signal
import time

import pytest

from tests.imap import ImapServer
from tests.installations import Installation

MAILS = 40
LINK = """
from encours.books.creditor import queries as creditor_queries
from encours.ground.plumbing.clock import installation_clock
from encours.method.inbox import actions
from encours.method.inbox.rules.mailbox import MailboxDraft
from encours.books.receivables.models import Contact
entity = creditor_queries.entities()[0]
act = creditor_queries.act(entity.id, "user:1", installation_clock())
draft = MailboxDraft("127.0.0.1", {port}, "none", "compta", "INBOX")
assert actions.set_mailbox(act, draft=draft, password="secret") is None
print(Contact.objects.exclude(email="").order_by("pk").first().email)
"""
ROUND = """
import time
from django.utils import timezone
from encours.flows.mail_in import rounds
from encours.ground.plumbing.clock import installation_clock
from encours.method.inbox.models import Mailbox
while True:
    Mailbox.objects.update(next_at=None, lease="", leased_until=None)
    rounds.run(installation_clock())
    time.sleep(0.01)
"""
COUNTED = """
import json
from encours.ground.evidence.models import JournalEntry
from encours.method.cases.models import ContactFact
from encours.method.inbox.models import InboundItem, InboundMail
told = JournalEntry.objects.filter(kind="inbox.mail_received").count()
print(json.dumps([InboundMail.objects.count(), InboundItem.objects.filter(mail__isnull=False).count(),
                  ContactFact.objects.filter(source__startswith="inbox:").count(), told]))
"""


@pytest.mark.long
def test_killed_anywhere_every_mail_is_taken_once(filled: Installation, imap_server: ImapServer) -> None:
    sender = filled.python(LINK.format(port=imap_server.port)).stdout.split()[-1]
    for number in range(MAILS):
        head = f"From: <{sender}>\r\nSubject: {number}\r\nMessage-ID: <{number}@client.test>\r\n\r\nBonjour {number}"
        imap_server.lay(head.encode())
    chance = random.Random(7)
    counts: list[int] = []
    for _ in range(15):
        worker = filled.start_python(ROUND)
        time.sleep(4 + chance.random() * 3)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        counts = json.loads(filled.python(COUNTED).stdout.split("\n")[-2])
        assert len(set(counts)) == 1, counts
        if counts[0] == MAILS:
            break
    assert counts == [MAILS] * 4
