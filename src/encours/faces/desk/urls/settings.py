"""Addresses of the settings."""

from django.urls import path

from encours.faces.desk.views import (
    absences,
    settings,
    settings_access,
    settings_data,
    settings_domain,
    settings_kept,
    settings_mail,
    settings_mailbox,
    settings_online,
    settings_sending,
    settings_team,
    thresholds,
)

urlpatterns = [
    path("reglages", settings.settings, name="settings"),
    path("reglages/<slug:name>", settings.section, name="settings_section"),
    path("reglages/fermetures/nouvelle", settings_kept.closure_new, name="closure_new"),
    path("reglages/fermetures/habituelles", settings_kept.closures_usual, name="closures_usual"),
    path("reglages/fermetures/<int:closing_id>/retirer", settings_kept.closure_remove, name="closure_remove"),
    path("reglages/comptes/nouveau", settings_kept.account_new, name="account_new"),
    path("reglages/comptes/<int:account_id>/retirer", settings_kept.account_remove, name="account_remove"),
    path("reglages/cours/nouveau", settings_kept.rate_new, name="rate_new"),
    path("reglages/cours/retirer", settings_kept.rate_remove, name="rate_remove"),
    path("reglages/envois/essai", settings_sending.sending_switch, name="sending_switch"),
    path("reglages/envois/arret", settings_sending.sending_stop, name="sending_stop"),
    path("reglages/messagerie/essai", settings_mail.mail_trial_sent, name="mail_trial"),
    path("reglages/messagerie/domaine", settings_domain.mail_domain_page, name="mail_domain"),
    path("reglages/boite/retirer", settings_mailbox.mailbox_remove, name="mailbox_remove"),
    path("reglages/paiement/retirer", settings_online.online_remove, name="online_remove"),
    path("reglages/messagerie/retirer", settings_mail.mail_remove, name="mail_remove"),
    path("reglages/seuils/<slug:family>", thresholds.family_page, name="threshold_family"),
    path("reglages/seuils/<slug:family>/<slug:threshold>", thresholds.threshold_page, name="threshold"),
    path(
        "reglages/seuils/<slug:family>/<slug:threshold>/defaut",
        thresholds.threshold_default,
        name="threshold_default",
    ),
    path("reglages/equipe/absence", absences.member_absence, name="member_absence"),
    path(
        "reglages/equipe/absence/<int:absence_id>/retirer",
        absences.member_absence_remove,
        name="member_absence_remove",
    ),
    path("reglages/equipe/nouveau", settings_team.member_new, name="member_new"),
    path("reglages/equipe/mot-de-passe", settings_team.member_password, name="member_password"),
    path("reglages/equipe/<int:member_id>", settings_team.member, name="member"),
    path("reglages/equipe/<int:member_id>/retirer", settings_team.member_remove, name="member_remove"),
    path("reglages/equipe/<int:member_id>/mot-de-passe", settings_team.member_reset, name="member_reset"),
    path("reglages/donnees/export", settings_data.export_ask, name="export_ask"),
    path("reglages/donnees/export/<int:export_id>", settings_data.export_take, name="export_take"),
    path("reglages/connexions/second-facteur", settings_access.factor_wanted, name="factor_wanted"),
    path(
        "reglages/equipe/<int:member_id>/sessions",
        settings_access.member_sessions_end,
        name="member_sessions_end",
    ),
    path(
        "reglages/equipe/<int:member_id>/second-facteur",
        settings_access.member_factor_remove,
        name="member_factor_remove",
    ),
]
