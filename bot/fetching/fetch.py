"""From an address to an origin of the library: a folder that lives as long as it is read."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.fetching.address import Address
from bot.fetching.landing import fault, land
from bot.library import Origin
from bot.telemetry import log

__all__ = ["origin_of"]

_PREFIX = "jichitai-dx-fetched-"
_FORGOTTEN = 3_600.0  # seconds after which a folder belongs to a process that was killed


def origin_of(address: Address) -> Origin:
    """Return what fetches from an address, each time anew; it raises `OriginError`."""

    @contextmanager
    def fetched() -> Iterator[Path]:
        _sweep()
        with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
            folder = Path(name, "knowledge")
            folder.mkdir()
            try:
                _fetch(address, folder, Path(name))
            except OSError as error:
                log.warning("not fetched", what="landing", kind=type(error).__name__, reason=error.strerror)
                hint = "ディスクの空きと、一時フォルダーの権限を確かめてください。"
                raise fault("取得したファイルを書き込めません。", hint) from None
            yield folder

    return fetched


def _fetch(address: Address, folder: Path, work: Path) -> None:
    # Each of the two brings libraries along that nobody else needs.
    if address.is_git:
        from bot.fetching.git import Repository

        land(Repository.fetched(address, work / "repository"), folder)
    else:
        from bot.fetching.objects import Objects

        land(Objects(address), folder)


def _sweep() -> None:
    """Remove what a killed process has left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)
