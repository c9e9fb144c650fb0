"""Foreign keys obey the floor plan: string keys escape the import linter, so they are walked here."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CASCADE, PROTECT, ForeignKey, ManyToManyField, Model
from django.db.models.fields.related import RelatedField

from tests.house.plan import Place, rooms


def _room_of(model: type[Model]) -> Place | None:
    parts = model.__module__.split(".")
    return rooms()[parts[2]] if parts[0] == "encours" else None


def _keys() -> Iterator[tuple[type[Model], RelatedField, Place, Place]]:
    for model in apps.get_models(include_auto_created=True):
        here = _room_of(model)
        for field in model._meta.get_fields(include_hidden=True):
            there = _room_of(field.related_model) if isinstance(field, RelatedField) else None
            if here and there and here != there:
                yield model, field, here, there


def test_a_key_between_rooms_points_down() -> None:
    wrong = [f"{m.__name__}.{f.name}" for m, f, here, there in _keys() if not here.is_above(there)]
    assert wrong == []


def test_a_key_between_rooms_protects_what_it_points_at() -> None:
    wrong = [
        f"{m.__name__}.{f.name}"
        for m, f, _here, _there in _keys()
        if isinstance(f, ForeignKey) and f.remote_field.on_delete is not PROTECT
    ]
    assert wrong == []


def test_a_lower_room_grows_no_attribute_from_above() -> None:
    wrong = [
        f"{m.__name__}.{f.name}"
        for m, f, _here, _there in _keys()
        if not str(f.remote_field.related_name or "").endswith("+")
    ]
    assert wrong == []


def test_many_to_many_between_rooms_is_an_explicit_table() -> None:
    wrong = [f"{m.__name__}.{f.name}" for m, f, _here, _there in _keys() if isinstance(f, ManyToManyField)]
    assert wrong == []


def test_no_generic_keys() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if _room_of(model)
        for field in model._meta.private_fields
    ]
    assert wrong == []


def test_inside_a_room_only_a_true_part_goes_with_its_whole() -> None:
    allowed = {PROTECT, CASCADE}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if (here := _room_of(model))
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and _room_of(field.related_model) == here
        and field.remote_field.on_delete not in allowed
        and not field.null
    ]
    assert wrong == []


def test_the_tables_and_the_label_of_a_room_carry_its_name() -> None:
    wrong = [
        f"{model.__module__}: {model._meta.db_table}"
        for model in apps.get_models()
        if (here := _room_of(model))
        and (model._meta.app_label != here.room or not model._meta.db_table.startswith(f"{here.room}_"))
    ]
    assert wrong == []
