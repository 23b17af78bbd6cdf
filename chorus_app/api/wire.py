"""What goes over the wire: names in camelCase as Chorus Pro writes them, days, moments, amounts, pages."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic.alias_generators import to_camel

from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.rules.codes import MAX_AMOUNT

SUCCESS = "TRA_MSG_00.000"
OTHER_SUCCESS = "GCU_MSG_01_000"  # of the lists of values, the directory and the attachments
PAGE_SIZE = 10
MOST_ROWS = 10_000  # a client asks for so many services at once
LARGEST_ID = 2**63 - 1


class Wire(BaseModel):
    """A part of a message. What is not known is ignored, and names count without their capitals."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _whatever_case(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known = {(field.alias or name).casefold(): field.alias or name for name, field in cls.model_fields.items()}
        names = cls.model_fields
        return {key if key in names else known.get(str(key).casefold(), key): entry for key, entry in value.items()}


class Reply(Wire):
    """Each answer has a code, 0 when all went well, and a label."""

    code_retour: int = 0
    libelle: str = SUCCESS


class Listed(Reply):
    """An answer of the lists of values."""

    libelle: str = OTHER_SUCCESS


def empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Id = Annotated[int, Field(ge=0, le=LARGEST_ID)]
OptionalId = Annotated[Id | None, BeforeValidator(empty_is_none)]
Text = Annotated[str, Field(max_length=500)]
Day = Annotated[date | None, BeforeValidator(lambda value: value[:10] if isinstance(value, str) and value else None)]
Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]

WantedAmount = Annotated[Decimal, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]  # by which lists are narrowed


class Nothing(Wire):
    """No field is asked for."""


PageNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class Paging(Wire):
    """Which page is asked for. Each route gives the block a name of its own."""

    nb_resultats_par_page: Annotated[int, Field(ge=1, le=MOST_ROWS)] = PAGE_SIZE
    page_resultat_demandee: PageNumber = 1
    tri_colonne: Text | None = None
    tri_sens: Annotated[str, Field(max_length=20)] | None = None

    def request(self) -> PageRequest:
        """The same for the services. They sort as the portal's lists do, newest first."""
        return PageRequest(page=self.page_resultat_demandee, size=self.nb_resultats_par_page)


class Paged(Wire):
    """`parametresRetour`."""

    nb_resultats_par_page: int
    page_courante: int
    pages: int
    total: int


def paged(page: Page[Any]) -> Paged:
    return Paged(nb_resultats_par_page=page.size, page_courante=page.page, pages=page.pages, total=page.total)


def cut(rows: Sequence[Any], asked: PageRequest) -> Page[Any]:
    """One page of rows that are all in memory."""
    within: Page[Any] = Page([], len(rows), asked.page, asked.size).within()
    start = (within.page - 1) * within.size
    return Page(rows[start : start + within.size], len(rows), within.page, within.size)


def named_after(asked: str) -> ConfigDict:
    """The names of a block's numbers, each with the name of what the block pages behind it."""
    names = {
        "size": f"nbResultatsParPage{asked}",
        "page": f"pageCourante{asked}",
        "wanted": f"pageResultatDemandee{asked}",
        "pages": f"pages{asked}",
        "total": f"total{asked}",
    }
    return ConfigDict(alias_generator=lambda name: names.get(name) or to_camel(name))


class WantedBlock(Wire):
    """Which page is asked for of what a block holds; its `model_config` names it (`named_after`)."""

    size: Annotated[int, Field(ge=1, le=MOST_ROWS)] = PAGE_SIZE
    wanted: PageNumber = 1

    def cut(self, rows: Sequence[Any]) -> Page[Any]:
        """That page."""
        return cut(rows, PageRequest(page=self.wanted, size=self.size))


class Block(Wire):
    """Rows with the numbers of their page; its `model_config` names it (`named_after`)."""

    size: int
    page: int
    pages: int
    total: int

    @classmethod
    def of(cls, page: Page[Any], **rows: Sequence[Wire]) -> Self:
        return cls(size=page.size, page=page.page, pages=page.pages, total=page.total, **rows)


def moment(at: datetime) -> str:
    """A moment with its offset: 2018-02-16T15:10:25.536+01:00."""
    return in_paris(at).isoformat(timespec="milliseconds")


def day(at: datetime) -> str:
    """The day in Paris: 2018-02-16."""
    return in_paris(at).date().isoformat()
