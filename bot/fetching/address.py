"""The address of the knowledge: what ``KNOWLEDGE_URL`` may say, and what of it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

__all__ = ["Address", "AddressError", "parse"]

_STORES = ("s3", "gs", "gcs", "az", "abfs", "file", "memory")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_EXAMPLES = "例: git+https://github.com/city/knowledge.git、s3://bucket/folder"


class AddressError(ValueError):
    """The address cannot be used; the sentence says why and never repeats what may be secret."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the knowledge lives: ``url`` without credentials, ``ref`` a branch or tag ("": the default branch).

    ``folder`` is where ``knowledge/`` and ``seeds/`` lie within it, "" for the top.
    """

    url: str
    is_git: bool
    ref: str = ""
    folder: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def scheme(self) -> str:
        """Return the scheme, without ``git+``."""
        return self.url.partition(":")[0]


def parse(value: str) -> Address:
    """Read an address; raises `AddressError`.

    >>> parse("git+https://t0ken@example.jp/city/dx.git@main#docs")
    Address(url='https://example.jp/city/dx.git', is_git=True, ref='main', folder='docs')
    """
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError(f"URL として読めません({_EXAMPLES})。") from None
    if parts.scheme in _STORES:
        return _store(value, parts.scheme, host)
    if not parts.scheme.startswith("git+"):
        raise AddressError(f"git+https:// か s3:// などで始めてください({_EXAMPLES})。")
    scheme = parts.scheme.removeprefix("git+")
    if scheme not in ("https", "file") and not (scheme == "http" and host in _LOOPBACK):
        raise AddressError(f"git のリポジトリーは git+https:// で指定してください({_EXAMPLES})。")
    if not host and scheme != "file":
        raise AddressError(f"ホスト名がありません({_EXAMPLES})。")
    path, ref = _path_and_ref(parts.path)
    where = f"[{host}]" if ":" in host else host
    return Address(
        url=urlunsplit((scheme, f"{where}:{port}" if port else where, path, "", "")),
        is_git=True,
        ref=ref,
        folder=_folder(parts.fragment),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _store(value: str, scheme: str, host: str) -> Address:
    if "@" in value or "?" in value or "#" in value:
        raise AddressError("鍵は URL に書かず、環境変数(AWS_ACCESS_KEY_ID など)で指定してください。")
    if scheme not in ("file", "memory") and not host:
        raise AddressError(f"バケットの名前がありません({_EXAMPLES})。")
    return Address(url=value.rstrip("/"), is_git=False)


def _path_and_ref(path: str) -> tuple[str, str]:
    """Split ``/city/dx.git@main``; an @ in a folder's name is no branch."""
    head, _, last = path.rpartition("/")
    name, at, first = last.partition("@")
    if not at and ".git@" in head:  # a branch with a slash in its name
        before, _, after = path.partition(".git@")
        return _checked(f"{before}.git", after)
    return _checked(f"{head}/{name}", first) if at else (path, "")


def _checked(path: str, ref: str) -> tuple[str, str]:
    if not _REF.fullmatch(ref) or ".." in ref or ref.endswith((".", "/", ".lock")):
        raise AddressError("@ の後には、ブランチかタグの名前を書いてください。")
    return path, ref


def _folder(fragment: str) -> str:
    parts = [part for part in unquote(fragment).split("/") if part]
    if any(part in (".", "..") or "\\" in part for part in parts):
        raise AddressError("# の後には、リポジトリーの中のフォルダーを書いてください。")
    return "/".join(parts)
