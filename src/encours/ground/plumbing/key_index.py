"""A migration that takes a foreign key's own index away where another index begins with the same column."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState


class WithoutOwnIndex(AlterField):
    """`AlterField` to `db_index=False`, by dropping the index alone.

    Django's own way makes the table anew on SQLite: minutes on a large one, and its triggers are gone.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drops it."""
        model, field = self._of(app_label, from_state)
        name = schema_editor._create_index_name(model._meta.db_table, [field.column])  # type: ignore[attr-defined]
        schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(name)}", params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Makes it again."""
        model, field = self._of(app_label, to_state)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[field]), params=None)  # type: ignore[attr-defined]

    def _of(self, app_label: str, state: ProjectState) -> tuple[Any, Any]:
        model = state.apps.get_model(app_label, self.model_name)
        return model, model._meta.get_field(self.name)
