"""Running the portal: the audit log read, the acts of the operator, backups, health, retention, a person's data."""
