"""Settings: the file, then TRACKER_* variables, then flags, each overriding the one before."""

import re
import tomllib
from collections.abc import Mapping
from datetime import tzinfo
from ipaddress import ip_network
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tracker.errors import InputError

USER_AGENT = "news-update-tracker/0.1"

# What a header can hold, and robots.txt can name. Parentheses would end the comment they stand in.
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z_-]*[ -~]*")
_CONTACT = re.compile(r"https?://[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+")

# A host or an address, IPv6 in brackets, and a port.
_LISTEN = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})")
_LAST_PORT = 65535


def _outlasts(lease: int, info: ValidationInfo) -> int:
    """A lease that ends before what it is for would let two processes do the same."""
    timeout = info.data.get("timeout")
    if timeout is not None and lease < timeout:
        raise ValueError(f"{lease} is shorter than the timeout of {timeout:g}; give more seconds")
    return lease


def listen_at(text: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:8470" or "[::1]:8470". Raises ValueError."""
    found = _LISTEN.fullmatch(text)
    if not found or not 0 <= int(found[3]) <= _LAST_PORT:
        raise ValueError(f"{text!r} is no place to listen at; give one like 127.0.0.1:8470")
    return found[1] or found[2], int(found[3])


def _sound_networks(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        ip_network(text)  # its ValueError says what is wrong with it
    return texts


class CaptureSettings(BaseModel):
    """How addresses are looked at. Times are in seconds, `max_bytes` counts after unpacking.

    `every` is 0 where the pace of each article is learned; `budget` is in looks an hour, and
    `host_budget` in those at any one domain. After `lease` another process takes a look over.
    """

    model_config = ConfigDict(extra="forbid")

    every: int = Field(default=0, ge=0)
    budget: int = Field(default=3600, ge=1)
    host_budget: int = Field(default=1200, ge=1)
    timeout: float = Field(default=20.0, gt=0)
    read_timeout: float = Field(default=10.0, gt=0)
    max_bytes: int = Field(default=8_000_000, ge=1)
    gap: float = Field(default=2.0, ge=0)
    user_agent: str = USER_AGENT
    contact: str = ""
    lease: int = Field(default=300, ge=1)
    allow_loopback: bool = False
    allow_networks: tuple[str, ...] = ()

    _lease = field_validator("lease")(_outlasts)

    @field_validator("user_agent")
    @classmethod
    def _product(cls, text: str) -> str:
        if not _PRODUCT.fullmatch(text):
            raise ValueError(f"{text!r} must begin with a name of letters, like newsroom-bot/2.0")
        return text

    @field_validator("contact")
    @classmethod
    def _reachable(cls, text: str) -> str:
        if text and not _CONTACT.fullmatch(text):
            raise ValueError(f"{text!r} is neither a web address nor one of mail")
        return text

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return _sound_networks(texts)

    @property
    def introduction(self) -> str:
        """The User-Agent: who we say we are, and how to reach whoever runs this."""
        if not self.contact:
            return self.user_agent
        scheme = "" if "://" in self.contact else "mailto:"
        return f"{self.user_agent} (+{scheme}{self.contact})"


class DeliverySettings(BaseModel):
    """How messages reach endpoints. `retry` are the seconds to wait after each failed attempt.

    After `lease` seconds another process takes an attempt over. What was delivered is kept for
    `keep` days, 0: for ever.
    `allow_networks` are networks off the public internet where services of notifications may stand.
    """

    model_config = ConfigDict(extra="forbid")

    timeout: float = Field(default=20.0, gt=0)
    lease: int = Field(default=60, ge=1)
    keep: int = Field(default=90, ge=0)
    unsubscribe: str = ""
    retry: tuple[int, ...] = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
    allow_networks: tuple[str, ...] = ()

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return _sound_networks(texts)

    _lease = field_validator("lease")(_outlasts)

    @field_validator("unsubscribe")
    @classmethod
    def _followable(cls, text: str) -> str:
        if text and not re.fullmatch(r"(mailto:[!-~]+@|https://)[!-~]+", text):
            raise ValueError(f"{text!r} must be like mailto:desk@news.example or https://...")
        return text


class DaemonSettings(BaseModel):
    """How `tracker run` works: seconds between two glances at the log, and where it is asked.

    `listen` is HOST:PORT, empty for no HTTP; `public_url` is where others reach that, for links.
    """

    model_config = ConfigDict(extra="forbid")

    poll: float = Field(default=0.05, ge=0.01, le=60)
    listen: str = ""
    public_url: str = ""

    @field_validator("listen")
    @classmethod
    def _place(cls, text: str) -> str:
        if text:
            listen_at(text)
        return text

    @field_validator("public_url")
    @classmethod
    def _address(cls, text: str) -> str:
        try:
            parts = urlsplit(text)
            bad = text and (parts.scheme not in {"http", "https"} or not parts.hostname)
        except ValueError:
            bad = True
        if bad or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError(
                f"{text!r} is no address to link to; give one like https://news.example"
            )
        return text.rstrip("/")


class LogSettings(BaseModel):
    """How `tracker run` logs: "auto" is for people on a terminal, JSON lines elsewhere."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """Everything that can be set. `zone` is an IANA name; empty means this machine's own."""

    model_config = SettingsConfigDict(
        env_prefix="TRACKER_", env_nested_delimiter="__", extra="forbid"
    )
    _file: ClassVar[Path | None] = None

    database_url: str = ""
    zone: str = ""
    capture: CaptureSettings = CaptureSettings()
    delivery: DeliverySettings = DeliverySettings()
    daemon: DaemonSettings = DaemonSettings()
    log: LogSettings = LogSettings()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            if name:
                ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone; give one like Europe/Berlin") from None
        return name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags (given on construction) win over variables, variables over the file."""
        del dotenv_settings, file_secret_settings
        file = TomlConfigSettingsSource(settings_cls, cls._file)
        return init_settings, env_settings, file

    @property
    def timezone(self) -> tzinfo:
        """The zone in which times are understood and shown."""
        if self.zone:
            return ZoneInfo(self.zone)
        from tzlocal import get_localzone

        return get_localzone()


def load_settings(file: Path | None = None, flags: Mapping[str, Any] | None = None) -> Settings:
    """Settings out of `file` (else the user's own, where there is one), variables and flags.

    Raises InputError where the file cannot be read or a setting cannot be used, naming it.
    """
    path = file or user_file()
    if file and not file.is_file():
        raise InputError(f"no settings file at {file}. Copy config/tracker.toml there to begin.")

    class FileSettings(Settings):
        _file: ClassVar[Path | None] = path if path.is_file() else None

    try:
        return FileSettings(**(flags or {}))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "settings"
        said = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"setting {where}: {said}. Look at {path} and the TRACKER_* variables."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"the settings file {path} cannot be read: {error}") from error


def user_file() -> Path:
    """Where a user's own settings file is looked for."""
    from platformdirs import user_config_path

    return user_config_path("tracker") / "tracker.toml"


def default_database() -> str:
    """The path of the database in the user's data folder."""
    from platformdirs import user_data_path

    return str(user_data_path("tracker") / "tracker.db")
