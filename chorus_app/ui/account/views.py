"""Accounts as the pages show them."""

from dataclasses import dataclass

from chorus_app.accounts import devices
from chorus_app.accounts.addresses import Waiting
from chorus_app.accounts.enums import AddressKind
from chorus_app.accounts.own import OwnAccount
from chorus_app.accounts.sessions import SessionRow
from chorus_app.kernel.french import day, moment
from chorus_app.kernel.identifiers import show_phone
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import MailTopic


@dataclass(frozen=True)
class Particulars:
    """The person's own data."""

    last_name: str = ""
    first_name: str = ""
    phone: str = ""
    login_email: str = ""
    contact_email: str = ""
    since: str = ""


@dataclass(frozen=True)
class WaitingChange:
    """A change of address that waits for its confirmations; `new_email` is empty when none does."""

    label: str = ""
    new_email: str = ""
    until: str = ""
    sign_in_confirmed: bool = False
    new_confirmed: bool = False


@dataclass(frozen=True)
class SessionLine:
    """A device where the account is open."""

    id: str
    here: bool
    device: str
    pocket: bool
    since: str
    seen: str


@dataclass(frozen=True)
class MailLine:
    """A kind of mail that can be switched."""

    topic: str
    title: str
    text: str
    wanted: bool


def particulars(account: OwnAccount) -> Particulars:
    return Particulars(
        account.last_name,
        account.first_name,
        show_phone(account.phone) if account.phone else "",
        account.login_email,
        account.contact_email,
        day(account.created_at),
    )


def waiting_change(change: Waiting | None) -> WaitingChange:
    if change is None:
        return WaitingChange()
    kind = "login" if change.kind is AddressKind.LOGIN else "contact"
    return WaitingChange(
        t(f"account.addresses.waiting.{kind}"),
        change.new_email,
        t("account.addresses.waiting.until", at=moment(change.asked_at), until=moment(change.expires_at)),
        change.sign_in_confirmed,
        change.new_confirmed,
    )


def session_line(row: SessionRow) -> SessionLine:
    device = devices.device_of(row.user_agent)
    return SessionLine(
        row.public_id,
        row.here,
        device_name(device),
        device.pocket,
        t("account.sessions.since", at=moment(row.created_at)),
        t("account.sessions.seen", at=moment(row.last_seen_at)),
    )


def device_name(device: devices.Device) -> str:
    if device.browser and device.system:
        return t("account.device.both", browser=device.browser, system=device.system)
    return device.browser or device.system or t("account.device.unknown")


def mail_line(topic: MailTopic, wanted: bool) -> MailLine:
    name = f"account.mails.topic.{topic.value}"
    return MailLine(topic.value, t(f"{name}.title"), t(f"{name}.text"), wanted)
