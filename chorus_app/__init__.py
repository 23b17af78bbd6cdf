"""A stand-alone portal for invoices to public bodies, modelled on Chorus Pro V3.8.1."""
