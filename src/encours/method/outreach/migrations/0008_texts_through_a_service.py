import django.db.models.deletion
from django.db import migrations, models

import encours.ground.plumbing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("creditor", "0007_exports"),
        ("outreach", "0007_one_index_each"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(default=False, verbose_name="SMS par un service")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="adresse du service")),
                ("sender", models.CharField(blank=True, max_length=16, verbose_name="expéditeur affiché")),
                ("sealed_secret", models.TextField(blank=True, verbose_name="secret chiffré")),
                (
                    "entity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creditor.creditorentity",
                    ),
                ),
            ],
            options={"verbose_name": "service de SMS"},
        ),
        migrations.CreateModel(
            name="TextDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="clé")),
                ("number", models.CharField(max_length=20, verbose_name="numéro")),
                (
                    "state",
                    encours.ground.plumbing.fields.EnumField(
                        choices=[
                            ("taken", "remis au service, arrivée pas encore connue"),
                            ("delivered", "arrivé sur le téléphone"),
                            ("undelivered", "pas arrivé"),
                        ],
                        default="taken",
                        max_length=32,
                        verbose_name="arrivée",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="dit par le service")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="appris le")),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="outreach.message",
                    ),
                ),
            ],
            options={"verbose_name": "arrivée d'un SMS"},
        ),
    ]
