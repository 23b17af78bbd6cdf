"""All tables: importing this module registers every models.py. For alembic, the tests and the start-up."""

from sqlmodel import SQLModel

import chorus_app.accounts.models
import chorus_app.audit.models
import chorus_app.bank_details.models
import chorus_app.drafts.models
import chorus_app.flux.models
import chorus_app.invoices.models
import chorus_app.kernel.bell
import chorus_app.kernel.mail.models
import chorus_app.notifications.models
import chorus_app.preferences.models
import chorus_app.raccordement.models
import chorus_app.structures.models  # noqa: F401 - all are imported to register their tables

metadata = SQLModel.metadata
