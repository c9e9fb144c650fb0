"""Makes the database itself refuse any change or deletion in the journal."""

from typing import Any

from django.db import migrations

from encours.ground.evidence.triggers import STATEMENTS


def refuse_changes(_apps: Any, schema_editor: Any) -> None:
    """Creates the triggers of the database in use."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, migrations.RunPython.noop)]
