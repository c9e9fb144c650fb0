from django.db import migrations

import encours.ground.plumbing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("receivables", "0004_indexes_of_the_night"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="register",
            field=encours.ground.plumbing.fields.EnumField(
                choices=[("vous", "vous"), ("tu", "tu")],
                default="vous",
                max_length=5,
                verbose_name="forme d'adresse",
            ),
        ),
    ]
