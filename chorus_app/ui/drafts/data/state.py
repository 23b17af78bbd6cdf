"""What happens on the step of the data. Each field is kept as soon as it is left: nothing waits for a button."""

from dataclasses import replace

from chorus_app.drafts import queries
from chorus_app.drafts.enums import Answer
from chorus_app.drafts.form import MAX_LINES, MAX_ROWS, ItemRow, RateRow
from chorus_app.kernel.errors import NotFound
from chorus_app.ui.drafts.data.sums import sums
from chorus_app.ui.drafts.data.views import found_line
from chorus_app.ui.drafts.draft import ANSWERS, LONGEST, OneDraft, whole
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import look


class DataStep(OneDraft, mixin=True):
    """The form."""

    @event(Right.ATTACHED)
    async def keep(self, name: str, value: str) -> None:
        """Keep a field that was left or chosen."""
        answer = ANSWERS.get(str(name))
        text = str(value)[:LONGEST]
        if answer is None or not self._draft or text == self.values.get(answer.value, ""):
            return
        self.values = {**self.values, answer.value: text}
        await self._save({answer: text})

    @event(Right.ATTACHED)
    def take(self, name: str) -> None:
        """Take the other tab's value of a field that both changed."""
        for clash in self.clashes:
            if clash.field == name and clash.kept:
                self.values = {**self.values, clash.field: self._before[clash.field]}
        self.clashes = [clash for clash in self.clashes if clash.field != name]

    @event(Right.ATTACHED)
    async def search(self, text: str) -> None:
        """Look for the recipient while its name or SIRET is typed."""
        self.searched = str(text)[:200]
        found = await look(self, queries.search_recipients, text=self.searched)
        self.found = [found_line(one) for one in found]

    @event(Right.ATTACHED)
    async def search_valideur(self, text: str) -> None:
        """Look for the valideur, or the MOE, while its name or SIRET is typed."""
        try:
            found = await look(self, queries.search_valideurs, public_id=self._draft, text=str(text)[:200])
        except NotFound:
            found = []
        self.found_valideurs = [found_line(one) for one in found]

    @event(Right.ATTACHED)
    async def choose_valideur(self, identifier: str) -> None:
        """Take a structure of the search as the valideur."""
        self.found_valideurs = []
        text = str(identifier)[:LONGEST]
        self.values = {**self.values, Answer.VALIDEUR.value: text}
        await self._save({Answer.VALIDEUR: text})

    @event(Right.ATTACHED)
    async def choose_recipient(self, identifier: str) -> None:
        """Take a structure of the search as the recipient; the service of another one no longer counts."""
        self.found, self.searched = [], ""
        self.values = {**self.values, Answer.RECIPIENT.value: str(identifier)[:LONGEST], Answer.SERVICE.value: ""}
        await self._save({Answer.RECIPIENT: str(identifier)[:LONGEST], Answer.SERVICE: ""})

    @event(Right.ATTACHED)
    async def keep_rate(self, place: int, part: str, value: str) -> None:
        """Keep a cell of the VAT breakdown."""
        rows = list(self._form.rates)
        at = whole(place)
        if 0 <= at < len(rows) and part in ("rate", "base", "amount"):
            rows[at] = replace(rows[at], **{part: str(value)[:40]})
            if tuple(rows) != self._form.rates:
                await self._save({}, rates=rows)

    @event(Right.ATTACHED)
    async def add_rate(self) -> None:
        """One more row of the VAT breakdown."""
        self._turn += 1
        if len(self._form.rates) < MAX_ROWS:
            await self._save({}, rates=[*self._form.rates, RateRow()])

    @event(Right.ATTACHED)
    async def drop_rate(self, place: int) -> None:
        """A row less."""
        self._turn += 1
        await self._save({}, rates=[row for at, row in enumerate(self._form.rates) if at != whole(place)])

    @event(Right.ATTACHED)
    async def keep_item(self, place: int, part: str, value: str) -> None:
        """Keep a cell of a line; the sums are made anew."""
        rows = list(self._form.items)
        at = whole(place)
        if 0 <= at < len(rows) and part in ("name", "quantity", "price", "rate"):
            rows[at] = replace(rows[at], **{part: str(value)[:200]})
            if tuple(rows) != self._form.items:
                await self._save_items(rows)

    @event(Right.ATTACHED)
    async def add_item(self) -> None:
        """One more line, with the rate of the last one."""
        self._turn += 1
        if len(self._form.items) < MAX_LINES:
            last = self._form.items[-1].rate if self._form.items else "20"
            await self._save_items([*self._form.items, ItemRow(rate=last)])

    @event(Right.ATTACHED)
    async def drop_item(self, place: int) -> None:
        """A line less."""
        self._turn += 1
        await self._save_items([row for at, row in enumerate(self._form.items) if at != whole(place)])

    async def _save_items(self, rows: list[ItemRow]) -> None:
        """Lines make the breakdown and the totals of an invoice that is typed in."""
        rates, totals = sums(rows, self.values.get(Answer.PREPAID.value, ""))
        self.values = {**self.values, **{answer.value: text for answer, text in totals.items()}}
        await self._save(totals, rates=rates, items=rows)
