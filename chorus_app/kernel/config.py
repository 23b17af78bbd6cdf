"""Every setting of the portal, read once from the environment (`CHORUS_…`). Documented in docs/configuration.md."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from chorus_app.kernel.children import MEMORY_BYTES, SECONDS


class Settings(BaseSettings):
    """The portal's settings; each is the environment variable `CHORUS_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="CHORUS_", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("var"), description="Folder of the database and the deposited files.")
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(3000, ge=1, le=65535, description="Port the server listens on.")
    trusted_proxy_hops: int = Field(
        0, ge=0, le=10, description="Servers before the portal whose X-Forwarded-For tells who asks; 0: none is read."
    )
    base_url: HttpUrl = Field(
        default_factory=lambda chosen: HttpUrl(f"http://localhost:{chosen['port']}"),
        description="Public address of the portal, used in the links of mails.",
    )
    demo: bool = Field(
        True, description="Demonstration mode: demo accounts and the local mailbox. Set to false for real use."
    )
    sandbox: bool = Field(
        default_factory=lambda chosen: bool(chosen.get("demo", True)),
        description="Sandbox mode: programs may ask how a call or an import ends.",
    )
    check_siret_key: bool = Field(True, description="Check the SIRET's key (Luhn). Off for qualification data.")
    show_b2b_syntaxes: bool = Field(False, description="Show the « B2B » syntaxes that V3.8.1 offered by mistake.")
    max_upload_bytes: int = Field(120_000_000, ge=1, description="Largest file that can be deposited, in bytes.")
    max_waiting_files: int = Field(
        100, ge=1, description="Files that one person may have sent and not deposited; they are kept for 24 hours."
    )
    max_waiting_bytes: int = Field(
        1_000_000_000, ge=1, description="Bytes that one person may have sent and not deposited."
    )
    max_unpacked_bytes: int = Field(
        4_000_000_000, ge=1, description="Bytes that all open lots together may take; the others wait for their turn."
    )
    import_workers: int = Field(2, ge=1, le=64, description="Child processes that check invoices at the same time.")
    check_memory_bytes: int = Field(
        MEMORY_BYTES, ge=200_000_000, description="Memory that one check of a file may use, in bytes."
    )
    check_seconds: float = Field(SECONDS, gt=0, description="Time that one check of a file may take, in seconds.")
    smtp_url: SecretStr | None = Field(
        None, description="Mail server, smtp://user:password@host:587 or smtps://…; without it mails stay local."
    )
    mail_from: str = Field("Chorus App <ne-pas-repondre@chorus-app.test>", description="Sender of the portal's mails.")
    tacit_validation_days: int = Field(
        15, ge=1, description="Days that a valideur has to answer; an invoice that waits longer counts as validated."
    )
    blocked_days: int = Field(
        15, ge=1, description="A request that waits for so many days is shown to the operator as blocked."
    )
    health_free_bytes: int = Field(
        1_000_000_000, ge=0, description="Below so many free bytes of the disk the portal says that it is not well."
    )
    health_mail_minutes: int = Field(
        60, ge=1, description="So long may a mail wait before the portal says that it is not well."
    )
    health_import_minutes: int = Field(
        15, ge=1, description="So long may an import wait before the portal says that it is not well."
    )
    metrics_token: SecretStr | None = Field(
        None, description="Who gives it reads /metrics and the details of /sante; without it nobody does."
    )
    edi: bool = Field(
        default_factory=lambda chosen: bool(chosen.get("demo", True)),
        description="Take files by EDI, over SFTP; on in demonstration mode unless it is switched off.",
    )
    edi_port: int = Field(
        default_factory=lambda chosen: min(int(chosen["port"]) + 22, 65_535),
        ge=1,
        le=65535,
        description="Port of the SFTP server.",
    )
    edi_folder: Path | None = Field(
        None, description="Watched folder of the EDI files: in it one for each partner, with depot/ and retour/."
    )
    keep_edi_returns_days: int = Field(
        30, ge=1, description="Files that an EDI partner does not take are forgotten after so many days."
    )
    keep_mails_days: int = Field(90, ge=1, description="Mails that are over are forgotten after so many days.")
    keep_drafts_days: int = Field(
        180, ge=1, description="Drafts that nobody touched any more are forgotten after so many days."
    )
    keep_notifications_days: int = Field(365, ge=1, description="Notifications are forgotten after so many days.")
    keep_audit_days: int = Field(365, ge=30, description="Entries of the audit log are forgotten after so many days.")
    keep_calls_days: int = Field(30, ge=1, description="Calls of the API stay in their log for so many days.")
    keep_calls: int = Field(10_000, ge=100, description="Calls that the log keeps of one structure, the newest ones.")
    session_hours: int = Field(12, ge=1, description="A sign-in ends after this many hours without activity.")
    log_format: Literal["text", "json"] = Field("text", description="Form of the log: lines of text, or JSON lines.")
    log_level: str = Field("INFO", description="Level of the log on standard error.")

    @property
    def origin(self) -> str:
        """The public address without a final slash."""
        return str(self.base_url).rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether the portal is reached over TLS: cookies are then `Secure` and carry the `__Host-` prefix."""
        return self.base_url.scheme == "https"


@lru_cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
