"""Settings: the file, then TRACKER_* variables, then flags, each overriding the one before."""

import tomllib
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tracker.errors import InputError

USER_AGENT = "news-update-tracker/0.1"


class CaptureSettings(BaseModel):
    """How addresses are looked at. Times are in seconds."""

    model_config = ConfigDict(extra="forbid")

    every: int = Field(default=300, ge=1)
    timeout: float = Field(default=20.0, gt=0)
    user_agent: str = USER_AGENT
    allow_loopback: bool = False


class DeliverySettings(BaseModel):
    """How digests reach endpoints. `retry` are the seconds to wait after each failed attempt."""

    model_config = ConfigDict(extra="forbid")

    timeout: float = Field(default=15.0, gt=0)
    retry: tuple[int, ...] = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)


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
