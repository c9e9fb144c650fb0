
import django.db.models.deletion
from django.db import migrations, models

from encours.ground.plumbing.key_index import WithoutOwnIndex


class Migration(migrations.Migration):

    dependencies = [
        ('creditor', '0007_exports'),
        ('receivables', '0005_form_of_address'),
    ]

    operations = [
        WithoutOwnIndex(
            model_name='allocation',
            name='due',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='receivables.invoicedue'),
        ),
        WithoutOwnIndex(
            model_name='contact',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='receivables.customer'),
        ),
        WithoutOwnIndex(
            model_name='customer',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity', verbose_name='entité'),
        ),
        WithoutOwnIndex(
            model_name='invoice',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='receivables.customer'),
        ),
        WithoutOwnIndex(
            model_name='payment',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='receivables.customer'),
        ),
        WithoutOwnIndex(
            model_name='payment',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity', verbose_name='entité'),
        ),
    ]
