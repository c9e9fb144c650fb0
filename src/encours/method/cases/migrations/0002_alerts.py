"""Alerts that people keep: conditions under a name."""

import django.db.models.deletion
import encours.ground.plumbing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('creditor', '0004_absences'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(max_length=40, verbose_name='de')),
                ('is_shared', models.BooleanField(default=False, verbose_name="pour toute l'équipe")),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('late_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jours de retard')),
                ('over_minor', encours.ground.plumbing.fields.MinorField(blank=True, null=True, verbose_name='montant échu')),
                ('currency', encours.ground.plumbing.fields.CurrencyField(max_length=3, verbose_name='devise')),
                ('untouched_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jours sans contact')),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity')),
            ],
            options={
                'verbose_name': 'alerte',
                'indexes': [models.Index(fields=['entity'], name='cases_alert_entity')],
                'constraints': [models.CheckConstraint(condition=models.Q(('late_days__isnull', False), ('over_minor__isnull', False), ('untouched_days__isnull', False), _connector='OR'), name='cases_alert_asks_something', violation_error_message='Une alerte a au moins une condition.')],
            },
        ),
    ]
