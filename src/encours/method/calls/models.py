"""Calls: who opened the brief, the sheet of a call under way, its note, what remains to be done, kept voices."""

from django.db import models

from encours.ground.plumbing.fields import EnumField, choices
from encours.method.calls.rules.follow_up import FOLLOW_UP_LABELS
from encours.method.calls.rules.recording import CONSENT_LABELS, DEFAULT_DAYS, Consent
from encours.method.calls.rules.steps import STEP_LABELS, Step
from encours.method.calls.rules.words import CLOSED, MOOD_LABELS, Mood
from encours.method.cases.rules.contact import CHANNEL_LABELS, Channel
from encours.method.cases.rules.words import CASE_REASON_LABELS, OUTCOME_LABELS


class BriefOpening(models.Model):
    """A person opened the brief of a customer: only then does the call link work (R045)."""

    customer = models.ForeignKey("receivables.Customer", on_delete=models.PROTECT, related_name="+")
    opened_by = models.CharField("par", max_length=40)
    opened_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "fiche ouverte"
        indexes = [models.Index(fields=["customer", "opened_by", "-opened_at"], name="calls_brief_recent")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.opened_by}"


class CallNote(models.Model):
    """What a call was: facts, reason in the debtor's words, outcome, and the next step (R050)."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    caller = models.CharField("appelant", max_length=40)
    called_at = models.DateTimeField("appel du")
    noted_at = models.DateTimeField("noté le")
    outcome = EnumField("issue", choices=choices(OUTCOME_LABELS))
    note = models.TextField("note")
    reason = EnumField("raison donnée", choices=choices(CASE_REASON_LABELS), blank=True)
    reason_words = models.CharField("dans ses mots", max_length=400, blank=True)
    mood = EnumField("humeur de l'appelant", choices=choices(MOOD_LABELS), default=Mood.CALM.value)
    next_step = models.CharField("suite prévue", max_length=160)
    next_on = models.DateField("le", null=True, blank=True)
    channel = EnumField("canal", choices=choices(CHANNEL_LABELS), default=Channel.PHONE.value)
    spoken_by = models.ForeignKey(
        "creditor.TeamMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="a parlé",
    )
    began_at = models.DateTimeField("commencé le", null=True, blank=True)
    counted_minutes = models.PositiveSmallIntegerField("minutes comptées", default=0)
    minutes = models.PositiveSmallIntegerField("minutes", default=0)
    constraints = models.TextField("contraintes", blank=True)
    promises = models.TextField("ce qui est promis, dans ses mots", blank=True)
    summary = models.TextField("résumé confirmé", blank=True)
    is_hardship_told = models.BooleanField("difficulté confiée", default=False)
    answers = models.JSONField("questions et réponses", default=list)
    our_action = models.CharField("de notre côté", max_length=240, blank=True)
    our_action_on = models.DateField("de notre côté, avant le", null=True, blank=True)
    agreement = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    friendly = models.PositiveSmallIntegerField("amical", null=True, blank=True)
    firm = models.PositiveSmallIntegerField("ferme", null=True, blank=True)
    factual = models.PositiveSmallIntegerField("factuel", null=True, blank=True)
    consent = EnumField("enregistrement", choices=choices(CONSENT_LABELS), default=Consent.NOT_ASKED.value)
    consent_at = models.DateTimeField("répondu le", null=True, blank=True)
    owes_summary = models.BooleanField("résumé écrit dû", default=False)
    summary_closed_at = models.DateTimeField("résumé réglé le", null=True, blank=True)
    summary_closed_why = models.CharField("résumé réglé ainsi", max_length=240, blank=True)

    class Meta:
        verbose_name = "compte rendu d'appel"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_step=CLOSED)
                | (~models.Q(next_step="") & models.Q(next_on__isnull=False)),
                name="calls_note_has_next_step",
                violation_error_message="Un appel se note avec une suite prévue et sa date, ou «clos».",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-called_at"], name="calls_note_recent"),
            models.Index(fields=["caller", "-noted_at"], name="calls_note_of_caller"),
            models.Index(
                fields=["entity"],
                condition=models.Q(owes_summary=True, summary_closed_at__isnull=True),
                name="calls_note_owes_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.called_at}"


class CallSheet(models.Model):
    """A call under way: what is typed is kept at once, so that a lost browser loses nothing. Gone once noted."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follow_up = models.ForeignKey(
        "FollowUp", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    caller = models.CharField("appelant", max_length=40)
    channel = EnumField("canal", choices=choices(CHANNEL_LABELS), default=Channel.PHONE.value)
    began_at = models.DateTimeField("commencé le")
    saved_at = models.DateTimeField("gardé le")
    step = EnumField("étape", choices=choices(STEP_LABELS), default=Step.OPEN.value)
    written = models.JSONField("écrit", default=dict)
    answers = models.JSONField("questions et réponses", default=list)
    consent = EnumField("enregistrement", choices=choices(CONSENT_LABELS), default=Consent.NOT_ASKED.value)
    consent_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "appel en cours"
        constraints = [models.UniqueConstraint(fields=["entity", "caller"], name="calls_sheet_one_of_caller")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.caller}"


class FollowUp(models.Model):
    """What somebody of ours does by a day after a call; a visit has an hour, a place and a person expecting it."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.ForeignKey(
        CallNote, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    member = models.ForeignKey(
        "creditor.TeamMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="confié à",
    )
    kind = EnumField("nature", choices=choices(FOLLOW_UP_LABELS))
    what = models.CharField("quoi", max_length=240, blank=True)
    due_on = models.DateField("pour le")
    due_at = models.DateTimeField("à", null=True, blank=True)
    place = models.CharField("lieu", max_length=240, blank=True)
    person = models.CharField("attendu par", max_length=120, blank=True)
    noted_by = models.CharField("noté par", max_length=40)
    noted_at = models.DateTimeField("noté le")
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    done_by = models.CharField("fait par", max_length=40, blank=True)
    outcome = models.CharField("suite donnée", max_length=240, blank=True)

    class Meta:
        verbose_name = "suite à donner"
        indexes = [
            models.Index(
                fields=["entity", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="calls_follow_up_open",
            ),
            models.Index(fields=["customer"], name="calls_follow_up_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class CallTerms(models.Model):
    """Whether a company keeps voices at all, and for how many days; without a row it does not."""

    entity = models.OneToOneField("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    is_recording_allowed = models.BooleanField("enregistrement permis", default=False)
    recording_days = models.PositiveSmallIntegerField("conservation (jours)", default=DEFAULT_DAYS)
    changed_at = models.DateTimeField("modifié le")

    class Meta:
        verbose_name = "réglage des appels"

    def __str__(self) -> str:
        return str(self.entity_id)


class CallRecording(models.Model):
    """A voice that somebody agreed to have kept: the file is encrypted under a key of its own, sealed here.

    Letting it go forgets that key and removes the file; the row says when and why.
    """

    note = models.OneToOneField(CallNote, on_delete=models.PROTECT, related_name="recording")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_key = models.TextField("clé scellée", blank=True)
    media_type = models.CharField("type de contenu", max_length=40)
    kept_at = models.DateTimeField("gardé le")
    kept_until = models.DateField("conservé jusqu'au")
    removed_at = models.DateTimeField("effacé le", null=True, blank=True)
    removed_why = models.CharField("effacé parce que", max_length=240, blank=True)

    class Meta:
        verbose_name = "enregistrement d'appel"
        indexes = [
            models.Index(
                fields=["kept_until"],
                condition=models.Q(removed_at__isnull=True),
                name="calls_recording_kept",
            )
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.kept_until}"
