"""Thresholds that an entity changed: one row per change, by whom and when."""

import django.db.models.deletion
import encours.ground.plumbing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('creditor', '0005_passkeys'),
    ]

    operations = [
        migrations.CreateModel(
            name='ThresholdChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='seuil')),
                ('value', models.BigIntegerField(null=True, verbose_name='valeur')),
                ('currency', encours.ground.plumbing.fields.CurrencyField(blank=True, max_length=3, verbose_name='devise')),
                ('changed_at', models.DateTimeField(verbose_name='modifié le')),
                ('changed_by', models.CharField(max_length=40, verbose_name='modifié par')),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threshold_changes', to='creditor.creditorentity')),
            ],
            options={
                'verbose_name': 'seuil modifié',
                'indexes': [models.Index(fields=['entity', 'id'], name='creditor_threshold_of')],
            },
        ),
    ]
