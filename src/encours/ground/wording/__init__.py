"""How we write: templates by stage and language, and the check of what they became."""
