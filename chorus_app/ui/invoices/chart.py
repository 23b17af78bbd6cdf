"""The last twelve months of a list of invoices, by what has become of them."""

from collections.abc import Iterable, Sequence

from chorus_app.invoices.enums import Status
from chorus_app.invoices.lists import MonthCount
from chorus_app.invoices.status import STATUSES, Tone
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.ui.components.chart import Series, Sum, Year, year
from chorus_app.ui.components.list_url import Asked

KINDS = ("paid", "going", "sent", "wanted", "refused")
BY_TONE = {Tone.SUCCESS: "going", Tone.WARNING: "wanted", Tone.DANGER: "refused"}


def kind_of(status: Status) -> str:
    """What has become of an invoice, in five words."""
    return "paid" if status is Status.MISE_EN_PAIEMENT else BY_TONE.get(STATUSES[status].tone, "sent")


def invoices_by_month(counts: Iterable[MonthCount], months: Sequence[str], place: Asked) -> Year:
    counts = list(counts)
    left_out = sum(one.uncounted for one in counts)
    return year(
        [Sum(one.month, kind_of(one.status), one.invoices, one.euros) for one in counts],
        months,
        [Series(kind, t(f"invoices_ui.chart.{kind}")) for kind in KINDS],
        lambda first, last: place.href(du=first, au=last, page="1"),
        count_title=t("invoices_ui.chart.count"),
        amount_title=t("invoices_ui.chart.amount"),
        said=lambda count, amount: t("invoices_ui.chart.said", count=count, number=french.count(count), amount=amount),
        note=t("invoices_ui.chart.note") + (f" {t('invoices_ui.chart.left_out', count=left_out)}" if left_out else ""),
    )
