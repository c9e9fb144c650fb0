"""The debtor's page: no account, no brand but the creditor's."""
