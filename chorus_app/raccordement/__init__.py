"""How programs reach the portal: applications with their secrets, technical accounts, access tokens."""
