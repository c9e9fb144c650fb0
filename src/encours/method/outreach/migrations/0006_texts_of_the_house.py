import django.db.models.deletion
from django.db import migrations, models

import encours.ground.plumbing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("creditor", "0001_initial"),
        ("outreach", "0005_letters_on_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("template", models.CharField(max_length=12, verbose_name="texte")),
                ("language", models.CharField(max_length=5, verbose_name="langue")),
                (
                    "register",
                    encours.ground.plumbing.fields.EnumField(
                        choices=[("vous", "vous"), ("tu", "tu")], max_length=5, verbose_name="forme d'adresse"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="version")),
                ("body", models.TextField(verbose_name="contenu")),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="motif")),
                ("saved_at", models.DateTimeField(verbose_name="enregistré le")),
                ("saved_by", models.CharField(max_length=40, verbose_name="par")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="en service depuis le")),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creditor.creditorentity",
                    ),
                ),
            ],
            options={
                "verbose_name": "version de texte",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "template", "language", "register", "version"), name="outreach_text_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("version__isnull", True)),
                        fields=("entity", "template", "language", "register"),
                        name="outreach_text_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("version__isnull", True)),
                            models.Q(("published_at__isnull", False), ("version__isnull", False)),
                            _connector="OR",
                        ),
                        name="outreach_text_published",
                        violation_error_message="Une version en service porte un numéro et une date.",
                    ),
                ],
            },
        ),
    ]
