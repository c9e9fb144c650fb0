"""The database's own refusal to change or delete what the journal holds."""

_REFUSAL = "Le journal de preuve ne se modifie pas"

SQLITE = [
    f"""CREATE TRIGGER evidence_entry_no_update BEFORE UPDATE ON evidence_journalentry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER evidence_entry_no_delete BEFORE DELETE ON evidence_journalentry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    # A text may only be blanked, once, by a journalled erasure.
    f"""CREATE TRIGGER evidence_text_only_blanked BEFORE UPDATE ON evidence_journaltext
        WHEN NOT (OLD.erased_by_id IS NULL AND NEW.erased_by_id IS NOT NULL AND NEW.entry_id = OLD.entry_id
                  AND NEW.summary = '' AND NEW.details = '{{}}' AND NEW.salt = '')
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER evidence_text_no_delete BEFORE DELETE ON evidence_journaltext
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    # INSERT OR REPLACE deletes the row in its way without asking the triggers of deletion.
    f"""CREATE TRIGGER evidence_entry_no_replace BEFORE INSERT ON evidence_journalentry
        WHEN EXISTS (SELECT 1 FROM evidence_journalentry WHERE id = NEW.id)
          OR EXISTS (SELECT 1 FROM evidence_journalentry WHERE chain = NEW.chain AND sequence = NEW.sequence)
          OR EXISTS (SELECT 1 FROM evidence_journalentry
                     WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",  # noqa: S608 no value of anybody
    f"""CREATE TRIGGER evidence_text_no_replace BEFORE INSERT ON evidence_journaltext
        WHEN EXISTS (SELECT 1 FROM evidence_journaltext WHERE entry_id = NEW.entry_id)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",  # noqa: S608 no value of anybody
    f"""CREATE TRIGGER evidence_head_no_replace BEFORE INSERT ON evidence_chainhead
        WHEN EXISTS (SELECT 1 FROM evidence_chainhead WHERE chain = NEW.chain)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",  # noqa: S608 no value of anybody
    f"""CREATE TRIGGER evidence_head_only_forward BEFORE UPDATE ON evidence_chainhead
        WHEN NEW.chain <> OLD.chain OR NEW.sequence <= OLD.sequence
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER evidence_head_no_delete BEFORE DELETE ON evidence_chainhead
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
]

POSTGRESQL = [
    f"""CREATE FUNCTION evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER evidence_entry_no_change BEFORE UPDATE OR DELETE ON evidence_journalentry
        FOR EACH ROW EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_entry_no_truncate BEFORE TRUNCATE ON evidence_journalentry
        FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_text_only_blanked BEFORE UPDATE ON evidence_journaltext FOR EACH ROW
        WHEN (NOT (OLD.erased_by_id IS NULL AND NEW.erased_by_id IS NOT NULL AND NEW.entry_id = OLD.entry_id
                   AND NEW.summary = '' AND NEW.details = '{}'::jsonb AND NEW.salt = ''))
        EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_text_no_delete BEFORE DELETE ON evidence_journaltext
        FOR EACH ROW EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_text_no_truncate BEFORE TRUNCATE ON evidence_journaltext
        FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_head_only_forward BEFORE UPDATE ON evidence_chainhead FOR EACH ROW
        WHEN (NEW.chain <> OLD.chain OR NEW.sequence <= OLD.sequence)
        EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_head_no_delete BEFORE DELETE ON evidence_chainhead
        FOR EACH ROW EXECUTE FUNCTION evidence_refuse()""",
    """CREATE TRIGGER evidence_head_no_truncate BEFORE TRUNCATE ON evidence_chainhead
        FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse()""",
]

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
