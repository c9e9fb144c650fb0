"""The words of outside help: kinds of partners, states of a placement, what a partner tells, by which way."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class PartnerKind(StrEnum):
    """Who helps from outside. Source: R124 and method 2j."""

    AGENCY = "agency"
    LAWYER = "lawyer"
    BAILIFF = "bailiff"
    MEDIATOR = "mediator"
    COURT = "court"


PARTNER_KIND_LABELS = {
    PartnerKind.AGENCY: N_("société de recouvrement"),
    PartnerKind.LAWYER: N_("avocat"),
    PartnerKind.BAILIFF: N_("commissaire de justice"),
    PartnerKind.MEDIATOR: N_("médiateur"),
    PartnerKind.COURT: N_("tribunal"),
}


class PlacementState(StrEnum):
    """Where a placed file stands. Source: method 2k, Placement."""

    QUOTE_REQUESTED = "quote_requested"
    QUOTED = "quoted"
    ACCEPTED = "accepted"
    FILE_CHECKED = "file_checked"
    CONTACTED = "contacted"
    IN_DISCUSSION = "in_discussion"
    PLAN = "plan"
    PARTIALLY_PAID = "partially_paid"
    PAID_TO_AGENCY = "paid_to_agency"
    REMITTED = "remitted"
    LEGAL_ADVISED = "legal_advised"
    LEGAL = "legal"
    PAUSED = "paused"
    RETURNED = "returned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


PLACEMENT_STATE_LABELS = {
    PlacementState.QUOTE_REQUESTED: N_("devis demandé"),
    PlacementState.QUOTED: N_("devis reçu"),
    PlacementState.ACCEPTED: N_("accepté, dossier à transmettre"),
    PlacementState.FILE_CHECKED: N_("dossier transmis"),
    PlacementState.CONTACTED: N_("débiteur contacté"),
    PlacementState.IN_DISCUSSION: N_("en discussion"),
    PlacementState.PLAN: N_("échéancier en cours"),
    PlacementState.PARTIALLY_PAID: N_("payé en partie au partenaire"),
    PlacementState.PAID_TO_AGENCY: N_("payé au partenaire"),
    PlacementState.REMITTED: N_("reversé"),
    PlacementState.LEGAL_ADVISED: N_("voie judiciaire conseillée"),
    PlacementState.LEGAL: N_("voie judiciaire"),
    PlacementState.PAUSED: N_("suspendu"),
    PlacementState.RETURNED: N_("rendu sans tout régler"),
    PlacementState.CLOSED: N_("terminé"),
    PlacementState.CANCELLED: N_("abandonné avant transmission"),
}


class NewsKind(StrEnum):
    """One thing that is told of a placement."""

    STATUS = "status"
    NOTE = "note"
    DOCUMENT = "document"
    COLLECTED = "collected"
    REMITTED = "remitted"
    FEE = "fee"
    TOLD_DIRECT = "told_direct"


NEWS_KIND_LABELS = {
    NewsKind.STATUS: N_("état"),
    NewsKind.NOTE: N_("remarque"),
    NewsKind.DOCUMENT: N_("document"),
    NewsKind.COLLECTED: N_("encaissé par le partenaire"),
    NewsKind.REMITTED: N_("reversé"),
    NewsKind.FEE: N_("honoraires"),
    NewsKind.TOLD_DIRECT: N_("règlement direct signalé au partenaire"),
}


class NewsSource(StrEnum):
    """By which way news came."""

    HAND = "hand"
    CSV = "csv"
    SERVICE = "service"
    PAGE = "page"


NEWS_SOURCE_LABELS = {
    NewsSource.HAND: N_("noté à la main"),
    NewsSource.CSV: N_("fichier CSV"),
    NewsSource.SERVICE: N_("service du partenaire"),
    NewsSource.PAGE: N_("page du partenaire"),
}
