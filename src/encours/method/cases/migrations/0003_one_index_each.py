
import django.db.models.deletion
from django.db import migrations, models

from encours.ground.plumbing.key_index import WithoutOwnIndex


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_alerts'),
        ('creditor', '0007_exports'),
        ('receivables', '0005_form_of_address'),
    ]

    operations = [
        WithoutOwnIndex(
            model_name='case',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity', verbose_name='entité'),
        ),
        WithoutOwnIndex(
            model_name='contactfact',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.customer', verbose_name='client'),
        ),
    ]
