"""A book of entries that is killed while it is taken in: nothing of it is there; the next time all of it, once."""

from pathlib import Path

from tests.interchange.fec_made import entry, written
from tests.kill.world import World, wait_for

_TAKE = """
import sys, time
from pathlib import Path
from encours.books.creditor import queries as creditor_queries
from encours.books.interchange.formats import fec_sort
from encours.flows.importing import ImportOptions, import_files
from encours.ground.plumbing.clock import installation_clock
fec_sort.MOVES_OF_A_PART = 4
def told(_name, done, of):
    if of is not None and done == {stop}:
        Path({marker!r}).write_text("in the middle")
        time.sleep({pause})
act = creditor_queries.act({entity}, "file", installation_clock())
answer = import_files(act, [("fec.txt", Path({file!r}))], ImportOptions(terms_days=30), progress=told)
print(answer.files[0].is_taken)
"""
COUNTS = ("receivables_customer", "receivables_invoice", "receivables_payment", "interchange_importrun")


def counted(world: World, entity: int) -> list[int]:
    return [world.rows(f"SELECT COUNT(*) FROM {table} WHERE entity_id = ?", entity)[0][0] for table in COUNTS]


def test_an_import_killed_in_the_middle_leaves_nothing_and_is_whole_the_next_time(
    world: World, tmp_path: Path
) -> None:
    entity = world.companies(ready=False, imported=0)["imported"]
    before, file, marker = counted(world, entity), tmp_path / "fec.txt", tmp_path / "marker"
    lines = [
        line
        for rank in range(40)
        for line in entry(
            "VE",
            f"V{rank}",
            "20250401",
            ("411000", 900, f"C{rank}", ""),
            ("706000", -900, "", ""),
            piece=f"N{rank}",
        )
    ]
    file.write_bytes(written(lines))
    words = {"entity": entity, "file": str(file), "marker": str(marker), "stop": 5}
    process = world.installation.start_python(_TAKE.format(pause=60, **words))
    wait_for(marker.exists, what="the fifth part")
    world.kill(process)
    assert counted(world, entity) == before
    for _again in range(2):
        assert "True" in world.installation.python(_TAKE.format(pause=0, **words)).stdout
        assert counted(world, entity)[:3] == [before[0] + 40, before[1] + 40, before[2]]
