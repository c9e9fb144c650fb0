"""A case remembers that its debt was old when it came in, and that a person is asked where it enters.

Cases that exist are asked nothing: their ladder has begun here.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0002_ladder_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='caseprogress',
            name='entry_asked_on',
            field=models.DateField(blank=True, null=True, verbose_name="étape d'entrée demandée le"),
        ),
        migrations.AddIndex(
            model_name='caseprogress',
            index=models.Index(condition=models.Q(('entry_asked_on__isnull', False), ('entry_level', '')), fields=['case'], name='strategy_progress_entry'),
        ),
    ]
