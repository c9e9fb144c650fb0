"""The file of proof of a case: what is in it, what is not, and that nobody changes it unseen."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from encours.flows.proof import asked, papers
from encours.flows.proof.gathered import CaseProof, case_named, gathered
from encours.flows.proof.making import Made, made
from encours.flows.proof.needs import completeness_of
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.dossier.completeness import Need
from encours.ground.kernel.reason import Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries.papers import papers_of, proofs_of
from encours.method.cases.rules.contact import CallOutcome
from encours.method.cases.rules.papers import PaperDraft, PaperKind, ProofState
from encours.method.disputes.rules.papers import SentFile
from tests.probing.files import a_pdf
from tests.story import Debtor, Story

pytestmark = pytest.mark.either


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """A customer a reminder and a call late, with a contract on file and a copy of the invoice."""
    customer = story.customer(phone="01 44 00 00 00", address="3 rue Haute", postcode="69002", city="Lyon")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-05", pdf=a_pdf("F-1"))
    story.lives("2026-03-06", "2026-03-06")
    story.call(customer, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-20")
    keep(story, customer, PaperKind.CONTRACT, "Contrat du 2 janvier 2026")
    return customer


def keep(story: Story, customer: Debtor, kind: PaperKind, title: str) -> None:
    draft = PaperDraft(customer.id, kind, title)
    assert papers.keep(story.act("2026-03-20"), draft, files=[SentFile("papier.pdf", a_pdf(title))]) is None


def proof_of(story: Story, customer: Debtor, on: str = "2026-03-23") -> CaseProof:
    case = story.case(customer)
    assert case
    proof = gathered(story.act(on), case)
    assert proof
    return proof


def written(story: Story, customer: Debtor, folder: Path) -> Made:
    case = story.case(customer)
    assert case
    done = asked.write(story.act("2026-03-23"), case, folder, language="fr")
    assert isinstance(done, asked.Written), done
    return done.made


def checked(folder: Path, *more: str) -> tuple[int, str]:
    """The third party's check, by a Python that knows nothing of Encours."""
    script = folder / "check_dossier.py"
    command = [sys.executable, "-I", str(script), str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_everything_that_proves_the_debt_is_in_it_under_a_number(
    story: Story, dupont: Debtor, tmp_path: Path
) -> None:
    found = written(story, dupont, tmp_path / "out")
    kinds = [row.kind for row in found.exhibits]
    assert kinds[:2] == ["contract", "invoice"]
    assert kinds.count("exchange") == len(story.left(dupont)) + 1
    assert [row.number for row in found.exhibits] == list(range(1, len(kinds) + 1))
    index = json.loads((tmp_path / "out" / "index.json").read_text())
    for row in index["exhibits"]:
        assert hashlib.sha256((tmp_path / "out" / row["path"]).read_bytes()).hexdigest() == row["sha256"]
    assert "cases.proof_made" in story_kinds(story, dupont)


def story_kinds(story: Story, customer: Debtor) -> list[str]:
    chain = f"entity:{story.entity.pk}"
    return [x.kind for x in evidence_queries.lines_about(chain, [f"customer:{customer.id}"], limit=500)]


def test_the_papers_are_pdf_a_and_say_what_they_are(story: Story, dupont: Debtor) -> None:
    found = made(proof_of(story, dupont), language="fr")
    ours = ["dossier.pdf", *(row.path for row in found.exhibits if row.kind == "exchange")]
    for name in ours:
        reader = pypdf.PdfReader(io.BytesIO(found.contents[name]))
        told = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
        assert "<pdfaid:part>2</pdfaid:part>" in told
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(found.contents["dossier.pdf"])).pages
    )
    assert "Bordereau de pièces" in text
    assert "Contrat du 2 janvier 2026" in text
    assert "Décompte de la créance au 23 mars 2026" in text


def test_each_cent_of_the_claim_is_explained(story: Story, dupont: Debtor) -> None:
    found = made(proof_of(story, dupont), language="fr")
    told = json.loads(found.contents["claim.json"])
    # 1 200 € for 18 days at 12.15 %, and 40 €: the same as `encours claim` says.
    assert told["owed"] == {
        "principal": "1200.00",
        "interest": "7.19",
        "fixed_compensation": "40.00",
        "total": "1247.19",
    }
    assert [(s["from"], s["to"], s["days"]) for s in told["segments"]] == [("2026-03-06", "2026-03-23", 18)]


def test_what_we_think_of_a_debtor_leaves_in_no_file(story: Story, dupont: Debtor) -> None:
    found = made(proof_of(story, dupont), language="fr")
    told = found.contents["chronology.jsonl"].decode()
    kinds = {json.loads(line)["kind"] for line in told.splitlines()}
    assert kinds
    assert not any(kind.startswith(("insight.", "strategy.", "agreements.plan_b")) for kind in kinds)


def test_another_customer_is_never_named(story: Story, dupont: Debtor) -> None:
    other = story.customer("Martin SAS")
    story.invoice("M-1", other, "800,00 €", due="2026-03-05")
    story.lives("2026-03-09", "2026-03-09")
    found = made(proof_of(story, dupont), language="fr")
    assert not [name for name, content in found.contents.items() if b"Martin" in content]


def test_a_whole_file_is_whole_offline(story: Story, dupont: Debtor, tmp_path: Path) -> None:
    found = written(story, dupont, tmp_path / "out")
    code, said = checked(tmp_path / "out", "--seal", found.seal)
    assert code == 0, said
    assert "INTACT" in said
    assert checked(tmp_path / "out", "--lang", "en")[1].startswith("WHOLE")


def _change_an_exhibit(folder: Path) -> None:
    file = sorted((folder / "exhibits").iterdir())[1]
    file.write_bytes(file.read_bytes() + b"%")


def _remove_an_exhibit(folder: Path) -> None:
    max((folder / "exhibits").iterdir()).unlink()


def _add_an_exhibit(folder: Path) -> None:
    (folder / "exhibits" / "99-aveu.pdf").write_bytes(b"%PDF-1.7")


def _alter_the_chronology(folder: Path) -> None:
    file = folder / "chronology.jsonl"
    lines = file.read_text().splitlines()
    entry = json.loads(lines[0])
    entry["recorded_at"] = entry["recorded_at"].replace("2026-", "2025-", 1)
    file.write_text("\n".join([json.dumps(entry), *lines[1:]]) + "\n")


def _drop_from_the_chronology(folder: Path) -> None:
    file = folder / "chronology.jsonl"
    file.write_text("\n".join(file.read_text().splitlines()[1:]) + "\n")


def _alter_the_manifest(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(file.read_text().replace("2026-03-23", "2026-03-22"))


def _alter_the_claim(folder: Path) -> None:
    file = folder / "claim.json"
    file.write_text(file.read_text().replace("1200.00", "9200.00"))


DAMAGES = (
    _change_an_exhibit,
    _remove_an_exhibit,
    _add_an_exhibit,
    _alter_the_chronology,
    _drop_from_the_chronology,
    _alter_the_manifest,
    _alter_the_claim,
)


def test_a_changed_file_is_told_offline(story: Story, dupont: Debtor, tmp_path: Path) -> None:
    written(story, dupont, tmp_path / "out")
    for damage in DAMAGES:
        folder = tmp_path / damage.__name__
        shutil.copytree(tmp_path / "out", folder)
        damage(folder)
        code, said = checked(folder)
        assert code == 1, damage.__name__
        assert "PAS INTACT" in said


def _sealed_anew(folder: Path) -> None:
    """What a forger does: the hashes and the seal are written again."""
    manifest = json.loads((folder / "manifest.json").read_text())
    index = json.loads((folder / "index.json").read_text())
    for row in index["exhibits"]:
        row["sha256"] = hashlib.sha256((folder / row["path"]).read_bytes()).hexdigest()
    (folder / "index.json").write_text(json.dumps(index))
    for row in manifest["files"]:
        content = (folder / row["path"]).read_bytes()
        row.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    (folder / "manifest.json").write_text(json.dumps(manifest))
    seal = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "seal.txt").write_text(seal + "\n")


def test_who_seals_anew_is_told_by_the_seal_given_by_another_way(
    story: Story, dupont: Debtor, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    found = written(story, dupont, folder)
    _change_an_exhibit(folder)
    _sealed_anew(folder)
    assert checked(folder)[0] == 0
    code, said = checked(folder, "--seal", found.seal)
    assert code == 1
    assert "ce n'est pas le dossier de ce sceau" in said


def test_an_altered_entry_is_told_even_under_a_new_seal(story: Story, dupont: Debtor, tmp_path: Path) -> None:
    """The hashes of the journal are their own proof: the entry no longer gives its own."""
    folder = tmp_path / "out"
    written(story, dupont, folder)
    _alter_the_chronology(folder)
    _sealed_anew(folder)
    assert checked(folder)[0] == 1


def test_a_worker_makes_it_and_keeps_it_with_its_seal(story: Story, dupont: Debtor) -> None:
    case = story.case(dupont)
    assert case
    act = story.act("2026-03-23")
    assert isinstance(asked.ask(act, case_id=case.id), int)
    assert isinstance(asked.ask(act, case_id=case.id), Refused)
    assert asked.run(story.clock("2026-03-23")) == 1
    (line,) = proofs_of([case.id])
    assert line.state is ProofState.READY, line.problem
    assert line.document_id
    with zipfile.ZipFile(io.BytesIO(documents_queries.content(line.document_id))) as packed:
        names = packed.namelist()
        manifest = packed.read(f"dossier-{case.id}/manifest.json")
    assert hashlib.sha256(manifest).hexdigest() == line.seal
    assert f"dossier-{case.id}/dossier.pdf" in names
    assert asked.run(story.clock("2026-03-23")) == 0


def test_what_is_missing_is_told_from_the_first_day(story: Story) -> None:
    customer = story.customer("Neuf SARL")
    story.invoice("N-1", customer, "500,00 €", due="2026-03-05")
    story.lives("2026-03-06", "2026-03-06")
    missing = {row.need for row in completeness_of(proof_of(story, customer, "2026-03-06")).missing}
    assert {Need.IDENTITY, Need.AGREEMENT, Need.INVOICES, Need.DELIVERY} <= missing


def test_a_paper_taken_out_is_in_no_further_file(story: Story, dupont: Debtor) -> None:
    (paper,) = papers_of([dupont.id])[dupont.id]
    before = made(proof_of(story, dupont), language="fr")
    assert cases_actions.withdraw_paper(story.act("2026-03-23"), paper_id=paper.id) is None
    after = made(proof_of(story, dupont), language="fr")
    assert len(after.exhibits) == len(before.exhibits) - 1
    assert isinstance(cases_actions.withdraw_paper(story.act("2026-03-23"), paper_id=paper.id), Refused)


def test_a_damaged_file_is_left_out_and_told(story: Story, dupont: Debtor) -> None:
    (paper,) = papers_of([dupont.id])[dupont.id]
    kept = documents_queries.kept([paper.document_id or 0])[paper.document_id or 0]
    documents_queries.place_of(kept.sha256).write_bytes(b"spoiled")
    found = made(proof_of(story, dupont), language="fr")
    assert found.left_out == ("Contrat du 2 janvier 2026",)
    assert [row.number for row in found.exhibits] == list(range(1, len(found.exhibits) + 1))


def test_a_paper_that_is_no_paper_is_refused(story: Story, dupont: Debtor) -> None:
    draft = PaperDraft(dupont.id, PaperKind.ORDER, "Commande")
    refused = papers.keep(story.act("2026-03-20"), draft, files=[SentFile("a.exe", b"MZ")])
    assert isinstance(refused, Refused)
    assert isinstance(papers.keep(story.act("2026-03-20"), draft, files=[]), Refused)


def test_a_case_is_found_by_its_number_or_by_its_customer(story: Story, dupont: Debtor) -> None:
    case = story.case(dupont)
    assert case
    assert case_named(story.entity.pk, str(case.id)) == case
    assert case_named(story.entity.pk, "Dupont SARL") == case
    assert case_named(story.entity.pk, "Personne") is None
    assert cases_queries.case(story.entity.pk + 1, case.id) is None
