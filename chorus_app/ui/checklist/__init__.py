"""What to look at after a deposit; on the page of the flux and on the home page."""
