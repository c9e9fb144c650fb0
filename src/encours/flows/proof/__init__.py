"""The file of proof of a case: what proves the debt and what was done about it, for a court, a lawyer or a partner."""
