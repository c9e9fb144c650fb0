
import django.db.models.deletion
import encours.ground.plumbing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0004_papers_and_proof'),
        ('creditor', '0008_online_payment'),
        ('documents', '0001_initial'),
        ('receivables', '0007_prepaying_and_what_is_waived'),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', encours.ground.plumbing.fields.EnumField(max_length=32, verbose_name='genre')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('registration', models.CharField(blank=True, max_length=80, verbose_name="numéro d'inscription")),
                ('registered_until_on', models.DateField(blank=True, null=True, verbose_name="inscription valable jusqu'au")),
                ('insurance', models.CharField(blank=True, max_length=160, verbose_name='assurance')),
                ('insured_until_on', models.DateField(blank=True, null=True, verbose_name="assuré jusqu'au")),
                ('has_segregated_account', models.BooleanField(default=False, verbose_name='compte séparé')),
                ('account_checked_on', models.DateField(blank=True, null=True, verbose_name='compte vérifié le')),
                ('languages', models.CharField(blank=True, max_length=80, verbose_name='langues')),
                ('countries', models.CharField(blank=True, max_length=160, verbose_name='pays')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='interlocuteur')),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='courriel')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='téléphone')),
                ('reports_credit', models.BooleanField(default=False, verbose_name='signale aux fichiers de crédit')),
                ('notes', models.TextField(blank=True, verbose_name='remarques')),
                ('hook', models.CharField(max_length=32, unique=True, verbose_name='adresse de son service')),
                ('sealed_secret', models.TextField(blank=True, verbose_name='secret')),
                ('stopped_on', models.DateField(blank=True, null=True, verbose_name='plus utilisé depuis le')),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity')),
            ],
            options={
                'verbose_name': 'partenaire',
            },
        ),
        migrations.CreateModel(
            name='PartnerFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='à partir du')),
                ('success_percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='part des encaissements')),
                ('fixed_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='montant fixe')),
                ('currency', encours.ground.plumbing.fields.CurrencyField(max_length=3, verbose_name='devise')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fees', to='referral.partner')),
            ],
            options={
                'verbose_name': "honoraires d'un partenaire",
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', encours.ground.plumbing.fields.EnumField(default='quote_requested', max_length=32, verbose_name='état')),
                ('before_pause', encours.ground.plumbing.fields.EnumField(blank=True, max_length=32, verbose_name='état avant suspension')),
                ('currency', encours.ground.plumbing.fields.CurrencyField(max_length=3, verbose_name='devise')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('asked_by', models.CharField(max_length=40, verbose_name='demandé par')),
                ('success_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='part des encaissements')),
                ('fixed_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='montant fixe')),
                ('valid_until_on', models.DateField(blank=True, null=True, verbose_name="devis valable jusqu'au")),
                ('quoted_on', models.DateField(blank=True, null=True, verbose_name='devis du')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepté le')),
                ('accepted_by', models.CharField(blank=True, max_length=40, verbose_name='accepté par')),
                ('placed_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='montant confié')),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='transmis le')),
                ('collected_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='encaissé par le partenaire')),
                ('remitted_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='reversé')),
                ('fee_minor', encours.ground.plumbing.fields.MinorField(default=0, verbose_name='honoraires')),
                ('last_news_on', models.DateField(blank=True, null=True, verbose_name='dernières nouvelles')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminé le')),
                ('why', models.TextField(blank=True, verbose_name='pourquoi')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.customer')),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creditor.creditorentity')),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.hold')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='referral.partner')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.prooffile')),
            ],
            options={
                'verbose_name': 'dossier confié',
            },
        ),
        migrations.CreateModel(
            name='PlacementNews',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='clé')),
                ('kind', encours.ground.plumbing.fields.EnumField(max_length=32, verbose_name='genre')),
                ('source', encours.ground.plumbing.fields.EnumField(max_length=32, verbose_name='par')),
                ('state', models.CharField(blank=True, max_length=32, verbose_name='état dit')),
                ('happened_on', models.DateField(verbose_name='du')),
                ('heard_at', models.DateTimeField(verbose_name='entendu le')),
                ('by', models.CharField(blank=True, max_length=120, verbose_name='dit par')),
                ('amount_minor', encours.ground.plumbing.fields.MinorField(blank=True, null=True, verbose_name='montant')),
                ('fee_minor', encours.ground.plumbing.fields.MinorField(blank=True, null=True, verbose_name='honoraires')),
                ('currency', encours.ground.plumbing.fields.CurrencyField(max_length=3, verbose_name='devise')),
                ('words', models.TextField(blank=True, verbose_name='mots')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='referral.placement')),
            ],
            options={
                'verbose_name': "nouvelle d'un dossier confié",
            },
        ),
        migrations.AddIndex(
            model_name='partner',
            index=models.Index(fields=['entity', 'kind'], name='referral_partner_kind'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.UniqueConstraint(fields=('partner', 'from_on'), name='referral_partnerfee_once'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('fixed_minor__gte', 0), ('success_percent__gte', 0)), name='referral_partnerfee_positive'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['entity', 'state'], name='referral_placement_state'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['cancelled', 'closed', 'returned']), _negated=True), fields=('case',), name='referral_placement_one_of_case'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['quote_requested', 'cancelled']), ('success_percent__isnull', False), _connector='OR'), name='referral_placement_quoted_first'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['cancelled', 'closed', 'returned'])), models.Q(models.Q(('state__in', ['cancelled', 'closed', 'returned']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='referral_placement_ended_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('collected_minor__gte', 0), ('fee_minor__gte', 0), ('placed_minor__gte', 0), ('remitted_minor__gte', 0)), name='referral_placement_sums'),
        ),
        migrations.AddIndex(
            model_name='placementnews',
            index=models.Index(fields=['kind', 'happened_on'], name='referral_placementnews_fees'),
        ),
        migrations.AddConstraint(
            model_name='placementnews',
            constraint=models.UniqueConstraint(fields=('placement', 'key'), name='referral_placementnews_once'),
        ),
    ]
