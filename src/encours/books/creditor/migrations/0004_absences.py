"""Who of a team is away, from when to when, and who stands in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('creditor', '0003_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='du')),
                ('last_on', models.DateField(verbose_name='au')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stands_in', to='creditor.teammember', verbose_name='remplaçant')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='creditor.teammember', verbose_name='personne')),
            ],
            options={
                'verbose_name': 'absence',
                'constraints': [models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on'))), name='creditor_absence_in_order', violation_error_message='La fin ne peut pas précéder le début.')],
            },
        ),
    ]
