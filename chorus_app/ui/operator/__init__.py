"""The operator's pages. To who does not run the portal they are addresses that no page has."""
