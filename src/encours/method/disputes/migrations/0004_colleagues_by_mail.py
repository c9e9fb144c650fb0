import django.db.models.deletion
import encours.ground.plumbing.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Mails to our own people about a dispute wait in a table of their own."""

    dependencies = [
        ('disputes', '0003_states_held'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', encours.ground.plumbing.fields.EnumField(max_length=32, verbose_name='sorte')),
                ('to_name', models.CharField(max_length=120, verbose_name='à')),
                ('to_email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('site', models.CharField(blank=True, max_length=200, verbose_name='site')),
                ('state', encours.ground.plumbing.fields.EnumField(default='waiting', max_length=32, verbose_name='état')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('not_before', models.DateTimeField(verbose_name='pas avant')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                ('trouble', models.CharField(blank=True, max_length=200, verbose_name='ce qui a manqué')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='disputes.dispute')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='disputes.disputequestion')),
            ],
            options={
                'verbose_name': 'e-mail à un collègue',
                'indexes': [models.Index(fields=['state', 'not_before'], name='disputes_housemail_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'question'), ('question__isnull', False)), models.Q(('kind', 'late'), ('question__isnull', True)), _connector='OR'), name='disputes_housemail_of_its_question'), models.UniqueConstraint(condition=models.Q(('kind', 'late')), fields=('dispute',), name='disputes_housemail_late_once')],
            },
        ),
    ]
