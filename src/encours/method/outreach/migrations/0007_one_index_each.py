
import django.db.models.deletion
from django.db import migrations, models

from encours.ground.plumbing.key_index import WithoutOwnIndex


class Migration(migrations.Migration):

    dependencies = [
        ('creditor', '0007_exports'),
        ('outreach', '0006_texts_of_the_house'),
        ('receivables', '0005_form_of_address'),
    ]

    operations = [
        WithoutOwnIndex(
            model_name='message',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.customer', verbose_name='client'),
        ),
        WithoutOwnIndex(
            model_name='message',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity', verbose_name='entité'),
        ),
        WithoutOwnIndex(
            model_name='messageline',
            name='due',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.invoicedue'),
        ),
    ]
