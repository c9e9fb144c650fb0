"""Who is owed: entities, their team, bank accounts, mail server, closed weeks; and people's accounts and door."""

from datetime import time

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from encours.books.creditor.rules.door import DOOR_EVENT_LABELS, MAIL_STATE_LABELS, MailState
from encours.books.creditor.rules.exports import EXPORT_STATE_LABELS, ExportState
from encours.books.creditor.rules.law_change import LAW_CHANGE_LABELS
from encours.books.creditor.rules.roles import ROLE_LABELS
from encours.books.creditor.rules.terms import TERM_RULE_LABELS, TermRule
from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices

LANGUAGES = [("fr", "français"), ("en", "English")]
SECURITIES = [("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "aucune")]


class User(AbstractBaseUser):
    """A person who can sign in, by e-mail."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField("nom", max_length=120)
    language = models.CharField("langue", max_length=5, choices=LANGUAGES, default="fr")
    is_active = models.BooleanField("actif", default=True)
    joined_at = models.DateTimeField("inscrit le")

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "utilisateur"

    def __str__(self) -> str:
        return self.name


class CreditorEntity(models.Model):
    """A company whose invoices are followed. Nothing crosses from one entity to another."""

    name = models.CharField("nom", max_length=160)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    vat_number = models.CharField("n° de TVA", max_length=20, blank=True)
    address = models.CharField("adresse", max_length=240, blank=True)
    postcode = models.CharField("code postal", max_length=12, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    country = models.CharField("pays", max_length=2, default="FR")
    region = models.CharField("région", max_length=12, blank=True)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    currency = CurrencyField(default="EUR")
    language = models.CharField("langue", max_length=5, choices=LANGUAGES, default="fr")
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    term_days = models.PositiveSmallIntegerField("délai de paiement (jours)", default=30)
    term_rule = EnumField("calcul du délai", choices=choices(TERM_RULE_LABELS), default=TermRule.NET.value)
    is_sending_on = models.BooleanField("envois activés", default=False)
    requires_second_factor = models.BooleanField("second facteur exigé", default=False)
    ceiling_minor = MinorField("montant à faire confirmer", null=True, blank=True)
    send_from = models.TimeField("envois à partir de", default=time(9, 0))
    send_until = models.TimeField("envois jusqu'à", default=time(18, 0))
    capacity_minutes = models.PositiveSmallIntegerField("temps prévu par jour (minutes)", default=120)
    sector = models.CharField("secteur, pour la prescription", max_length=40, blank=True)
    created_at = models.DateTimeField("créée le")

    class Meta:
        verbose_name = "entité créancière"

    def __str__(self) -> str:
        return self.name


class MailServer(models.Model):
    """The SMTP server through which an entity writes, under its own address."""

    entity = models.OneToOneField(CreditorEntity, on_delete=models.CASCADE, related_name="mail_server")
    host = models.CharField("serveur SMTP", max_length=200)
    port = models.PositiveIntegerField("port", default=587)
    security = models.CharField("sécurité", max_length=10, choices=SECURITIES, default="starttls")
    username = models.CharField("identifiant", max_length=200, blank=True)
    sealed_password = models.TextField("mot de passe chiffré", blank=True)
    daily_cap = models.PositiveIntegerField("envois par jour au plus", default=500)

    class Meta:
        verbose_name = "serveur d'envoi"

    def __str__(self) -> str:
        return self.host


class OnlinePayment(models.Model):
    """A page of somebody else's on which customers of an entity pay; `hook` is where it tells us so."""

    entity = models.OneToOneField(CreditorEntity, on_delete=models.CASCADE, related_name="online_payment")
    label = models.CharField("texte du bouton", max_length=60)
    link_pattern = models.CharField("modèle du lien", max_length=500)
    sealed_secret = models.TextField("secret chiffré", blank=True)
    hook = models.CharField("adresse de retour", max_length=40, unique=True)

    class Meta:
        verbose_name = "paiement en ligne"

    def __str__(self) -> str:
        return self.label


class BankAccount(models.Model):
    """An account on which an entity is paid."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.CASCADE, related_name="bank_accounts")
    label = models.CharField("libellé", max_length=80)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    currency = CurrencyField(default="EUR")
    is_default = models.BooleanField("compte principal", default=True)

    class Meta:
        verbose_name = "compte bancaire"
        constraints = [models.UniqueConstraint(fields=["entity", "iban"], name="creditor_bankaccount_once")]

    def __str__(self) -> str:
        return self.label


class TeamMember(models.Model):
    """A person of an entity, in one role. An intermediary needs no account to sign in."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="memberships")
    name = models.CharField("nom", max_length=120)
    role = EnumField("rôle", choices=choices(ROLE_LABELS))
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    capacity_minutes = models.PositiveSmallIntegerField(
        "temps prévu par jour (minutes)", null=True, blank=True
    )
    left_on = models.DateField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "membre de l'équipe"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "user"],
                condition=models.Q(user__isnull=False),
                name="creditor_teammember_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """A person of the team is away, both ends included; a deputy does their tasks, or nobody does."""

    member = models.ForeignKey(
        TeamMember, on_delete=models.CASCADE, related_name="absences", verbose_name="personne"
    )
    first_on = models.DateField("du")
    last_on = models.DateField("au")
    deputy = models.ForeignKey(
        TeamMember, models.CASCADE, null=True, blank=True, related_name="stands_in", verbose_name="remplaçant"
    )

    class Meta:
        verbose_name = "absence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")),
                name="creditor_absence_in_order",
                violation_error_message="La fin ne peut pas précéder le début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"


class ClosedPeriod(models.Model):
    """Days on which an entity contacts nobody (August, end of year); both ends included."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.CASCADE, related_name="closed_periods")
    first_on = models.DateField("du")
    last_on = models.DateField("au")
    label = models.CharField("motif", max_length=80, blank=True)

    class Meta:
        verbose_name = "période de fermeture"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")),
                name="creditor_closedperiod_in_order",
                violation_error_message="La fin ne peut pas précéder le début.",
            )
        ]

    def __str__(self) -> str:
        return self.label or f"{self.first_on} – {self.last_on}"


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in the entity's currency, from a day on."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.CASCADE, related_name="exchange_rates")
    currency = CurrencyField()
    from_on = models.DateField("à partir du")
    millionths = models.BigIntegerField("cours (millionièmes)")

    class Meta:
        verbose_name = "cours de change"
        constraints = [
            models.UniqueConstraint(fields=["entity", "currency", "from_on"], name="creditor_rate_once")
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.from_on}"


class DoorRecord(models.Model):
    """One thing that happened at the door; only ever added, and let go after a year."""

    at = models.DateTimeField("le", db_index=True)
    event = EnumField("fait", choices=choices(DOOR_EVENT_LABELS))
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="door_records")
    actor = models.CharField("par", max_length=40)
    place = models.CharField("réseau", max_length=50, blank=True)
    device = models.CharField("appareil", max_length=60, blank=True)

    class Meta:
        verbose_name = "fait à la porte"
        indexes = [models.Index(fields=["user", "-id"], name="creditor_doorrecord_of")]

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class OpenSession(models.Model):
    """A session of a person, with the device and when it was last used; `key` is Django's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    key = models.CharField("session", max_length=40, unique=True)
    place = models.CharField("réseau", max_length=50, blank=True)
    device = models.CharField("appareil", max_length=60, blank=True)
    opened_at = models.DateTimeField("ouverte le")
    used_at = models.DateTimeField("utilisée le")

    class Meta:
        verbose_name = "session ouverte"

    def __str__(self) -> str:
        return self.device


class TryCount(models.Model):
    """How often something was tried in a stretch of time; `key` is a hash, nobody is named."""

    key = models.CharField("clé", max_length=64)
    window = models.BigIntegerField("intervalle")
    tries = models.PositiveIntegerField("essais", default=0)
    ends_at = models.DateTimeField("jusqu'à", db_index=True)

    class Meta:
        verbose_name = "compte d'essais"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="creditor_trycount_once")]

    def __str__(self) -> str:
        return f"{self.tries}"


class ResetMail(models.Model):
    """A mail with a link to a new password, to be sent by the worker; without a user it never leaves."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="reset_mails")
    site = models.CharField("site", max_length=200)
    asked_at = models.DateTimeField("demandé le")
    state = EnumField("état", choices=choices(MAIL_STATE_LABELS), default=MailState.WAITING.value)

    class Meta:
        verbose_name = "e-mail de nouveau mot de passe"
        indexes = [models.Index(fields=["state", "id"], name="creditor_resetmail_waiting")]

    def __str__(self) -> str:
        return str(self.state)


class SecondFactor(models.Model):
    """The secret of an authenticator application; `last_step` keeps a code from being used twice."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    sealed_secret = models.TextField("secret chiffré")
    last_step = models.BigIntegerField("dernier pas", default=0)
    added_at = models.DateTimeField("ajouté le")

    class Meta:
        verbose_name = "second facteur"

    def __str__(self) -> str:
        return str(self.added_at)


class RecoveryCode(models.Model):
    """A code that replaces the application once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField("empreinte", max_length=64)
    used_at = models.DateTimeField("utilisé le", null=True)

    class Meta:
        verbose_name = "code de secours"
        constraints = [models.UniqueConstraint(fields=["user", "hash"], name="creditor_recoverycode_once")]

    def __str__(self) -> str:
        return str(self.used_at or "")


class Passkey(models.Model):
    """A passkey of a person: its public half, the name it holds for, and its counter."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField("nom", max_length=60)
    host = models.CharField("nom du serveur", max_length=255)
    handle = models.CharField("personne, pour l'appareil", max_length=64)
    credential_id = models.CharField("numéro", max_length=1400, unique=True)
    credential = models.TextField("clé publique")
    transports = models.CharField("liaisons", max_length=120, blank=True)
    uses = models.BigIntegerField("compteur", default=0)
    added_at = models.DateTimeField("ajoutée le")
    used_at = models.DateTimeField("utilisée le", null=True)

    class Meta:
        verbose_name = "clé d'accès"

    def __str__(self) -> str:
        return self.name


class ThresholdChange(models.Model):
    """One change of one threshold; only ever added, so that the values of any past instant can be told again.

    `value` is null where it goes back to the default; `currency` is that of an amount.
    """

    entity = models.ForeignKey(CreditorEntity, on_delete=models.PROTECT, related_name="threshold_changes")
    key = models.CharField("seuil", max_length=60)
    value = models.BigIntegerField("valeur", null=True)
    currency = CurrencyField(blank=True)
    changed_at = models.DateTimeField("modifié le")
    changed_by = models.CharField("modifié par", max_length=40)

    class Meta:
        verbose_name = "seuil modifié"
        indexes = [models.Index(fields=["entity", "id"], name="creditor_threshold_of")]

    def __str__(self) -> str:
        return self.key


class DataExport(models.Model):
    """All data of an entity, asked for by somebody, written by a worker, let go after some days."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.CharField("demandé par", max_length=40)
    asked_at = models.DateTimeField("demandé le")
    state = EnumField("état", choices=choices(EXPORT_STATE_LABELS), default=ExportState.WAITING.value)
    attempt = models.CharField("tentative", max_length=32, blank=True)
    begun_at = models.DateTimeField("commencé le", null=True)
    ended_at = models.DateTimeField("terminé le", null=True)
    rows = models.PositiveBigIntegerField("lignes", default=0)
    size = models.PositiveBigIntegerField("octets", default=0)
    problem = models.CharField("problème", max_length=240, blank=True)

    class Meta:
        verbose_name = "export de toutes les données"
        indexes = [models.Index(fields=["entity", "-id"], name="creditor_dataexport_of")]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at}"


class LawChange(models.Model):
    """What an entity laid over the shipped law: an update, or a lawyer's mark on what one fact said then."""

    entity = models.ForeignKey(CreditorEntity, on_delete=models.PROTECT, related_name="law_changes")
    kind = EnumField("nature", choices=choices(LAW_CHANGE_LABELS))
    subject = models.CharField("objet", max_length=160)
    text = models.TextField("contenu", blank=True)
    digest = models.CharField("empreinte", max_length=64)
    person = models.CharField("juriste", max_length=120, blank=True)
    on = models.DateField("vu le", null=True)
    made_at = models.DateTimeField("noté le")
    made_by = models.CharField("noté par", max_length=40)
    withdrawn_at = models.DateTimeField("retiré le", null=True)

    class Meta:
        verbose_name = "changement du droit"
        indexes = [models.Index(fields=["entity", "id"], name="creditor_lawchange_of")]

    def __str__(self) -> str:
        return self.subject
