
import django.db.models.deletion
from django.db import migrations, models

from encours.ground.plumbing.key_index import WithoutOwnIndex


class Migration(migrations.Migration):

    dependencies = [
        ('creditor', '0007_exports'),
        ('receivables', '0006_one_index_each'),
        ('strategy', '0004_sections_of_the_day'),
    ]

    operations = [
        WithoutOwnIndex(
            model_name='workitem',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.customer', verbose_name='client'),
        ),
        WithoutOwnIndex(
            model_name='workitem',
            name='entity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity'),
        ),
    ]
