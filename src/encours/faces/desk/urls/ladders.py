"""Addresses of ladders: each one, its cards, its versions, its trial, who gets which."""

from django.urls import path

from encours.faces.desk.views import ladder_cards, ladder_choice, ladder_rules, ladder_trial, ladders

urlpatterns = [
    path("clients/<int:customer_id>/scenario", ladder_choice.ladder_choice, name="ladder_choice"),
    path("reglages/scenarios/regles", ladder_rules.rules, name="ladder_rules"),
    path("reglages/scenarios/regles/publier", ladder_rules.rules_publish, name="ladder_rules_publish"),
    path("reglages/scenarios/regles/abandonner", ladder_rules.rules_drop, name="ladder_rules_drop"),
    path("reglages/scenarios/regles/<int:place>", ladder_rules.rule_change, name="ladder_rule_change"),
    path("reglages/scenarios/regles/ajouter/<slug:condition>", ladder_rules.rule_new, name="ladder_rule_new"),
    path("reglages/scenarios/<slug:key>", ladders.ladder, name="ladder"),
    path("reglages/scenarios/<slug:key>/essai", ladder_trial.trial, name="ladder_trial"),
    path("reglages/scenarios/<slug:key>/publier", ladders.publish, name="ladder_publish"),
    path("reglages/scenarios/<slug:key>/abandonner", ladders.drop, name="ladder_drop"),
    path("reglages/scenarios/<slug:key>/reprendre", ladders.restore, name="ladder_restore"),
    path("reglages/scenarios/<slug:key>/suivre", ladders.follow, name="ladder_follow"),
    path("reglages/scenarios/<slug:key>/fichier", ladders.export, name="ladder_export"),
    path("reglages/scenarios/<slug:key>/importer", ladders.take_in, name="ladder_import"),
    path("reglages/scenarios/<slug:key>/ajouter", ladder_cards.add, name="ladder_add"),
    path("reglages/scenarios/<slug:key>/etapes/<slug:level>", ladder_cards.step, name="ladder_step"),
    path(
        "reglages/scenarios/<slug:key>/etapes/<slug:level>/retirer", ladder_cards.remove, name="ladder_remove"
    ),
    path("reglages/scenarios/<slug:key>/etapes/<slug:level>/deplacer", ladder_cards.move, name="ladder_move"),
]
