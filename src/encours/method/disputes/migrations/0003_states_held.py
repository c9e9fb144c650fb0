from django.db import migrations, models


class Migration(migrations.Migration):
    """What the states of a dispute promise is held by the database, once every row has one."""

    dependencies = [
        ('disputes', '0002_states_and_steps'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='disputes_dispute_answered_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'open'), ('state__in', ['acknowledged', 'investigating', 'overdue_us', 'reported'])), models.Q(models.Q(('state__in', ['acknowledged', 'investigating', 'overdue_us', 'reported']), _negated=True), models.Q(('outcome', 'open'), _negated=True)), _connector='OR'), name='disputes_dispute_state_fits_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='disputes_dispute_closed_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('credited_minor__gte', 0), ('credited_minor__lte', models.F('disputed_minor')), ('granted_minor__gte', 0), ('granted_minor__lte', models.F('disputed_minor'))), name='disputes_dispute_in_bounds'),
        ),
    ]
