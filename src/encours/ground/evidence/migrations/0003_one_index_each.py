
import django.db.models.deletion
from django.db import migrations, models

from encours.ground.plumbing.key_index import WithoutOwnIndex


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_never_changed'),
    ]

    operations = [
        WithoutOwnIndex(
            model_name='journaltext',
            name='erased_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.journalentry', verbose_name='effacé par'),
        ),
        migrations.AddIndex(
            model_name='journaltext',
            index=models.Index(condition=models.Q(('erased_by__isnull', False)), fields=['erased_by'], name='evidence_text_erased'),
        ),
    ]
