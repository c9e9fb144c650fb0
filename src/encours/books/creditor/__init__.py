"""Who is owed: entities, team, bank accounts, sending identity and hours."""
