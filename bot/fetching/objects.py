"""An object store, through fsspec: S3 and what speaks like it; a folder or memory in the same way.

Keys and the address of a store that is not Amazon's come from the environment, as all S3 tools read them:
``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_ENDPOINT_URL``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import fsspec

from bot.fetching.address import Address
from bot.fetching.causes import in_words, names_of
from bot.fetching.landing import FOLDERS, Item, Kind, fault
from bot.telemetry import log

__all__ = ["Objects"]

T = TypeVar("T")
_MARKS = ("ETag", "etag", "md5", "sha256", "LastModified", "mtime", "created", "ino")
_CONNECTING, _SILENCE, _TRIES = 5, 20, 2  # seconds, seconds, attempts
_S3 = {"connect_timeout": _CONNECTING, "read_timeout": _SILENCE, "retries": {"max_attempts": _TRIES}}


class Objects:
    """The folders of the knowledge below a path of a store, as a supply; raises `OriginError`."""

    def __init__(self, address: Address) -> None:
        options: dict[str, Any] = {"skip_instance_cache": True}
        if address.scheme == "s3":
            options |= {"use_listings_cache": False, "config_kwargs": _S3}
        self._files, self._root = _telling(lambda: fsspec.core.url_to_fs(address.url, **options))

    def items(self) -> Iterator[Item]:
        """List what lies in the folders; one that is not there holds nothing."""
        listed = {name: _telling(partial(self._list, name)) for name in FOLDERS}
        if not any(listed.values()):
            hint = "URL のバケットとフォルダーの名前を確かめてください。"
            raise fault("置き場所に knowledge と seeds のフォルダーがありません。", hint)
        for name, found in listed.items():
            for one in found:
                path, kind = f"{name}/{self._inside(str(one['name']), name)}", _kind(one)
                if path not in FOLDERS or kind is not Kind.FOLDER:
                    yield Item(path, int(one.get("size") or 0), kind, _mark(one))

    def read(self, item: Item) -> bytes:
        """Return the content of a file, no more than was listed."""
        content = _telling(lambda: self._files.cat_file(self._path(item.path), start=0, end=item.size))
        return bytes(content)

    def _list(self, name: str) -> list[dict[str, Any]]:
        path = self._path(name)
        try:
            found = self._files.ls(path, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        # A store may list the folder itself, as an object of no size.
        return [one for one in found if str(one["name"]).rstrip("/") != path.rstrip("/")]

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _inside(self, full: str, name: str) -> str:
        """Return what stands behind the folder's own path; what does not lie in it leads elsewhere."""
        return full.removesuffix("/").removeprefix(f"{self._path(name)}/")


def _kind(found: dict[str, Any]) -> Kind:
    if found.get("islink") or found.get("type") == "link":
        return Kind.LINK
    return {"file": Kind.FILE, "directory": Kind.FOLDER}.get(str(found.get("type")), Kind.LINK)


def _mark(found: dict[str, Any]) -> str:
    return " ".join(str(found[name]) for name in _MARKS if name in found)


def _telling(call: Callable[[], T]) -> T:
    """Turn what a store raises into one finding, without its words: they may hold keys."""
    try:
        return call()
    except ImportError as error:
        name = str(error.name or "この置き場所のためのライブラリー")
        raise fault(f"{name} が入っていません。", f"pip install {error.name or '…'} で入れてください。") from None
    except PermissionError:
        hint = "鍵(AWS_ACCESS_KEY_ID など)と、その権限を確かめてください。"
        raise fault("置き場所を読む許可がありません。", hint) from None
    except FileNotFoundError:
        raise fault("置き場所が見つかりません。", "URL のバケットとフォルダーの名前を確かめてください。") from None
    except Exception as error:  # noqa: BLE001 - each store has errors of its own
        log.warning("not fetched", what="objects", kind=names_of(error))
        hint = "鍵とネットワークの設定を確かめ、時間をおいて、もう一度試してください。"
        why = in_words(error)
        raise fault(f"置き場所を読めません({why})。" if why else "置き場所を読めません。", hint) from None
