"""How a person comes to each page, in each of its states. Ways take the page last: `partial` fills in the rest."""
