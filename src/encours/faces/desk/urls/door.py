"""Addresses at the door, and of what belongs to the person: password, preferences, company, undoing."""

from django.urls import path

from encours.faces.desk.views import door, undoing, welcome

urlpatterns = [
    path("connexion", door.login, name="login"),
    path("deconnexion", door.leave, name="logout"),
    path("mot-de-passe", door.password, name="password"),
    path("preferences", door.preferences, name="preferences"),
    path("societe", door.entity, name="entity"),
    path("societe/nouvelle", welcome.entity_new, name="entity_new"),
    path("bienvenue/", welcome.welcome, name="welcome"),
    path("bienvenue/compte-bancaire", welcome.welcome_account, name="welcome_account"),
    path("annuler/<str:key>", undoing.undo, name="undo"),
]
