"""Addresses at the door, and of what belongs to the person: password, preferences, company, undoing."""

from django.urls import path

from encours.faces.desk.views import (
    account,
    door,
    passkey_door,
    passkeys,
    resets,
    second_factor,
    undoing,
    welcome,
)

urlpatterns = [
    path("connexion", door.login, name="login"),
    path("connexion/code", door.code, name="code"),
    path("connexion/cle", passkey_door.passkey_enter, name="passkey_enter"),
    path("deconnexion", door.leave, name="logout"),
    path("mot-de-passe", door.password, name="password"),
    path("mot-de-passe/oublie", resets.forgotten, name="forgotten"),
    path("mot-de-passe/oublie/<str:who>/<str:token>", resets.reset, name="reset"),
    path("compte", account.account, name="account"),
    path("compte/sessions/autres", account.others_end, name="account_others_end"),
    path("compte/sessions/<int:session_id>", account.session_end, name="account_session_end"),
    path("compte/second-facteur", second_factor.factor_new, name="account_factor_new"),
    path("compte/second-facteur/codes", second_factor.codes, name="account_codes"),
    path("compte/second-facteur/codes/nouveaux", second_factor.codes_new, name="account_codes_new"),
    path("compte/second-facteur/retirer", second_factor.factor_remove, name="account_factor_remove"),
    path("compte/cles/nouvelle", passkeys.passkey_new, name="passkey_new"),
    path("compte/cles/appareil", passkeys.passkey_add, name="passkey_add"),
    path("compte/cles/<int:passkey_id>/retirer", passkeys.passkey_remove, name="passkey_remove"),
    path("preferences", door.preferences, name="preferences"),
    path("societe", door.entity, name="entity"),
    path("societe/nouvelle", welcome.entity_new, name="entity_new"),
    path("bienvenue/", welcome.welcome, name="welcome"),
    path("bienvenue/compte-bancaire", welcome.welcome_account, name="welcome_account"),
    path("annuler/<str:key>", undoing.undo, name="undo"),
]
