import django.db.models.deletion
import encours.ground.plumbing.fields
from django.db import migrations, models


def take_over(apps, schema_editor):
    """What was answered before is closed, and its part rests to the day that was said; the rest is reported."""
    disputes = apps.get_model('disputes', 'Dispute').objects.exclude(outcome='open')
    disputes.update(state='closed', answered_on=models.F('closed_on'), told_on=models.F('closed_on'))


class Migration(migrations.Migration):
    """The states of a dispute, its reason, steps, lines, files and questions to colleagues."""

    dependencies = [
        ('creditor', '0007_exports'),
        ('disputes', '0001_initial'),
        ('documents', '0001_initial'),
        ('receivables', '0005_form_of_address'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisputeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('description', models.CharField(max_length=200, verbose_name='libellé')),
                ('amount_minor', encours.ground.plumbing.fields.MinorField(verbose_name='montant')),
            ],
            options={
                'verbose_name': 'ligne contestée',
            },
        ),
        migrations.CreateModel(
            name='DisputePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(verbose_name='ajouté le')),
                ('added_by', models.CharField(max_length=160, verbose_name='par')),
            ],
            options={
                'verbose_name': "pièce d'un litige",
            },
        ),
        migrations.CreateModel(
            name='DisputeQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='à')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('question', models.TextField(verbose_name='question')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('asked_by', models.CharField(max_length=40, verbose_name='par')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('answered_by', models.CharField(blank=True, max_length=120, verbose_name='réponse de')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
            ],
            options={
                'verbose_name': 'question à un collègue',
            },
        ),
        migrations.CreateModel(
            name='DisputeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='étape')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='faite le')),
                ('done_by', models.CharField(blank=True, max_length=40, verbose_name='par')),
            ],
            options={
                'verbose_name': "étape d'un litige",
            },
        ),
        migrations.RemoveConstraint(
            model_name='dispute',
            name='disputes_dispute_closed_with_outcome',
        ),
        migrations.AddField(
            model_name='dispute',
            name='acknowledged_on',
            field=models.DateField(blank=True, null=True, verbose_name='accusé de réception le'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='answered_on',
            field=models.DateField(blank=True, null=True, verbose_name='répondu le'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='corrected_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.invoice', verbose_name='facture corrigée'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='credit_note',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.creditnote', verbose_name='avoir'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='credited_minor',
            field=encours.ground.plumbing.fields.MinorField(default=0, verbose_name='déjà corrigé'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='granted_minor',
            field=encours.ground.plumbing.fields.MinorField(default=0, verbose_name='montant à corriger'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='new_due_on',
            field=models.DateField(blank=True, null=True, verbose_name='nouvelle échéance'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='objection',
            field=models.TextField(blank=True, verbose_name='objection'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='reason',
            field=models.CharField(default='other', max_length=40, verbose_name='motif'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='source',
            field=encours.ground.plumbing.fields.EnumField(choices=[('desk', 'noté au bureau'), ('call', 'appel'), ('email', 'e-mail'), ('letter', 'courrier'), ('portal', 'page du client')], default='desk', max_length=32, verbose_name='origine'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='state',
            field=encours.ground.plumbing.fields.EnumField(choices=[('reported', 'signalé'), ('acknowledged', 'accusé de réception envoyé'), ('investigating', "en cours d'examen"), ('overdue_us', 'réponse en retard de notre part'), ('answered', 'réponse donnée'), ('contested', 'réponse contestée'), ('mediation', 'en médiation'), ('legal', "chez l'avocat"), ('closed', 'clos')], default='reported', max_length=32, verbose_name='état'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='told_on',
            field=models.DateField(blank=True, null=True, verbose_name='réponse reçue le'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='version',
            field=models.PositiveIntegerField(default=0, verbose_name='changements'),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='outcome',
            field=encours.ground.plumbing.fields.EnumField(choices=[('open', "en cours d'examen"), ('upheld', 'fondé'), ('partly', 'fondé en partie'), ('groundless', 'non fondé'), ('withdrawn', 'retiré par le client')], default='open', max_length=32, verbose_name='issue'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['state', 'answer_due_on'], name='disputes_dispute_waiting'),
        ),
        migrations.AddField(
            model_name='disputeline',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='disputepaper',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='disputepaper',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='fichier'),
        ),
        migrations.AddField(
            model_name='disputequestion',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='disputes.dispute'),
        ),
        migrations.AddField(
            model_name='disputestep',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='disputes.dispute'),
        ),
        migrations.AddConstraint(
            model_name='disputeline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='disputes_disputeline_positive'),
        ),
        migrations.AddConstraint(
            model_name='disputepaper',
            constraint=models.UniqueConstraint(fields=('dispute', 'document'), name='disputes_disputepaper_once'),
        ),
        migrations.AddConstraint(
            model_name='disputequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='disputes_question_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='disputestep',
            constraint=models.UniqueConstraint(fields=('dispute', 'key'), name='disputes_disputestep_once'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
