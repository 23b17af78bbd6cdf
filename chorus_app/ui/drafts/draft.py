"""What every step of a draft has: the draft as it was read, how it is kept, and what the rules say of it then."""

from collections.abc import Mapping

import reflex as rx

from chorus_app.drafts import queries, service
from chorus_app.drafts.enums import Answer, Step
from chorus_app.drafts.errors import AlreadySent, NotReady
from chorus_app.drafts.form import Form, ItemRow, RateRow
from chorus_app.drafts.queries import DraftView
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.ui.components.attaching import AttachState
from chorus_app.ui.components.editing import EditState
from chorus_app.ui.drafts.data.sums import sums
from chorus_app.ui.drafts.data.views import (
    ItemLine,
    Problem,
    RateLine,
    RecipientCard,
    amounts,
    beside_fields,
    item_lines,
    marks,
    problems,
    rate_lines,
    recipient_card,
)
from chorus_app.ui.drafts.files.views import file_lines
from chorus_app.ui.drafts.paper.views import PaperCard
from chorus_app.ui.drafts.sent.views import AfterRow
from chorus_app.ui.drafts.summary.views import summary
from chorus_app.ui.drafts.views import (
    DraftCard,
    Option,
    StepLink,
    Told,
    account_options,
    cadre_options,
    draft_card,
    piece_options,
    step_links,
)
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

LONGEST = 1_024
ANSWERS = {answer.value: answer for answer in Answer}


class OneDraft(EditState, AttachState, rx.State, mixin=True):
    """A draft as a step shows it; what counts is in the database."""

    loaded: bool = False
    address: str = ""  # where what is shown belongs: a page loaded anew still has what the tab showed before
    missing: bool = False
    step: str = ""
    steps: list[StepLink] = []
    card: DraftCard = DraftCard()
    marks: dict[str, str] = {}
    placed: dict[str, bool] = {}
    warnings: dict[str, str] = {}
    problems: list[Problem] = []
    rates: list[RateLine] = []
    items: list[ItemLine] = []
    cadres: list[Option] = []
    accounts: list[Option] = []
    pieces: list[Option] = []
    recipient: RecipientCard = RecipientCard()
    found: list[Option] = []
    found_valideurs: list[Option] = []
    searched: str = ""
    sums: dict[str, str] = {}  # the amounts as they are read
    said: list[Told] = []
    after: list[AfterRow] = []
    paper: PaperCard = PaperCard()
    spot: dict[str, str] = {}
    spot_of: str = ""
    zoom: int = 100
    tried: bool = False
    saved: str = ""
    confirming: bool = False
    discarding: bool = False
    ready: bool = False
    _draft: str = ""
    _form: Form = Form()
    _turn: int = 0  # of the rows: their inputs keep what is typed until rows come or go
    _places: Mapping[Answer, tuple[float, ...]] = {}

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return tuple(ANSWERS)

    def _label(self, name: str) -> str:
        return t(ANSWERS[name].label_key)

    async def _save(
        self,
        answers: Mapping[Answer, str],
        *,
        rates: list[RateRow] | None = None,
        items: list[ItemRow] | None = None,
        step: Step | None = None,
    ) -> bool:
        """Write, and show what the rules say now; whether it was written."""
        self.problem = ""
        if Answer.PREPAID in answers and self.card.typed:
            answers = {**answers, **sums(list(self._form.items), answers[Answer.PREPAID])[1]}
        try:
            await act(
                self,
                service.save,
                public_id=self._draft,
                version=self._version,
                answers=answers,
                rates=rates,
                items=items,
                step=step,
            )
        except ChangedMeanwhile as error:
            self._compare(error, self.values)
            return False
        except NotReady as error:
            self.problem = told(error) if self.step != Step.DATA.value else ""
            await self._again()
            return False
        except AlreadySent as error:
            self.problem = told(error)
            return False
        except AppError as error:
            self.problem = told(error)
            if error.field in ANSWERS:
                self.values = {**self.values, error.field: self._before.get(error.field, "")}
            return False
        self.meanwhile, self.clashes = "", []
        self.saved = t("drafts.saved")
        await self._again()
        return True

    async def _again(self) -> None:
        """Read the draft anew and show it."""
        self._fill(await look(self, queries.get_draft, public_id=self._draft))

    def _fill(self, view: DraftView) -> None:
        values = {name: view.form.answers.get(answer, "") for name, answer in ANSWERS.items()}
        self.values, self._before, self._version = values, dict(values), view.version
        self._form, self._places = view.form, view.places
        self.card, self.steps = draft_card(view), step_links(view, Step(self.step or Step.DATA.value))
        self.marks, self.warnings = marks(view), beside_fields(view, blocking=False)
        self.placed = {answer.value: True for answer in view.places}
        blocking = beside_fields(view, blocking=True)
        shown = {name: text for name, text in blocking.items() if self.tried or values.get(name) or name == "rates"}
        self.errors, self.problems, self.ready = shown, problems(view), not view.blocking
        self.rates, self.items, self.files = (
            rate_lines(view, self._turn),
            item_lines(view, self._turn),
            file_lines(view),
        )
        self.cadres, self.accounts, self.pieces = cadre_options(view), account_options(view), piece_options(view)
        self.sums = amounts(view)
        self.recipient, self.said = recipient_card(view.recipient), summary(view)


def whole(value: object) -> int:
    """A whole number that a page sends; -1 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1
