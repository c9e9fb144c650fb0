import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The page of somebody else's on which customers pay."""

    dependencies = [
        ('creditor', '0007_exports'),
    ]

    operations = [
        migrations.CreateModel(
            name='OnlinePayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='texte du bouton')),
                ('link_pattern', models.CharField(max_length=500, verbose_name='modèle du lien')),
                ('sealed_secret', models.TextField(blank=True, verbose_name='secret chiffré')),
                ('hook', models.CharField(max_length=40, unique=True, verbose_name='adresse de retour')),
                ('entity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='online_payment', to='creditor.creditorentity')),
            ],
            options={
                'verbose_name': 'paiement en ligne',
            },
        ),
    ]
