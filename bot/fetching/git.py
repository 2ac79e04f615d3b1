"""A git repository: its newest commit alone is fetched, by dulwich, and read without being checked out.

Why not git itself: Heroku's current stack has it while building, not while running, and a city's server often not at
all (https://devcenter.heroku.com/articles/heroku-24-stack). And nothing of a repository is ever run: dulwich is given
no configuration, so that there are no hooks, filters, helpers or submodules.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dulwich.client import GitClient, HttpGitClient, HTTPProxyUnauthorized, HTTPUnauthorized, LocalGitClient
from dulwich.errors import GitProtocolError, NotGitRepository
from dulwich.objects import S_ISGITLINK, Blob, Commit, ObjectID, Tag, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo
from urllib3.exceptions import HTTPError

from bot.fetching.address import Address
from bot.fetching.causes import in_words, names_of
from bot.fetching.landing import FOLDERS, Item, Kind, fault
from bot.library import OriginError
from bot.telemetry import log

__all__ = ["Repository"]

_MOST_BYTES = 64_000_000  # of one commit, compressed
_SILENCE = 20.0  # seconds that a server may take for each piece
_MOST_TAGS = 10  # that point at each other
_URL = "URL とブランチの名前を確かめてください。"


class Repository:
    """The tree of one commit, as a supply."""

    def __init__(self, repo: Repo, tree: Tree) -> None:
        self._repo = repo
        self._tree = tree

    @classmethod
    def fetched(cls, address: Address, work: Path) -> Repository:
        """Fetch the newest commit of a branch or tag into an empty folder; raises `OriginError`."""
        repo = Repo.init_bare(work, mkdir=True)
        try:
            wanted = _fetch(address, repo)
            commit = _peeled(repo, wanted)
            tree = _tree(repo, commit.tree)
        except OriginError:
            raise
        except (HTTPUnauthorized, HTTPProxyUnauthorized):
            hint = "URL のトークンと、その権限を確かめてください。"
            raise fault("リポジトリーを読む許可がありません。", hint) from None
        except NotGitRepository:
            raise fault("リポジトリーがありません。", _URL) from None
        except Exception as error:  # noqa: BLE001 - a server can send anything, and dulwich stumbles in many ways
            raise _unread(error) from None
        for part in filter(None, address.folder.split("/")):
            tree = _below(repo, tree, part)
        return cls(repo, tree)

    def items(self) -> Iterator[Item]:
        """List what lies in the folders of the knowledge."""
        for name in FOLDERS:
            tree = self._tree_at(name)
            for entry in tree.iteritems() if tree else ():
                path = f"{name}/{entry.path.decode('utf-8', 'replace')}"
                if path in FOLDERS and stat.S_ISDIR(entry.mode):
                    continue
                kind = _kind(entry.mode)
                size = len(self._blob(entry.sha)) if kind is Kind.FILE else 0
                yield Item(path, size, kind, entry.sha.decode("ascii"))

    def read(self, item: Item) -> bytes:
        """Return the content of a file."""
        return self._blob(ObjectID(item.mark.encode("ascii")))

    def _blob(self, sha: ObjectID) -> bytes:
        found = self._repo[sha]
        return found.data if isinstance(found, Blob) else b""

    def _tree_at(self, path: str) -> Tree | None:
        tree = self._tree
        for part in path.split("/"):
            entry = next((e for e in tree.iteritems() if e.path == part.encode()), None)
            if entry is None:
                return None
            if not stat.S_ISDIR(entry.mode):
                raise fault(f"{path} がフォルダーではありません。", "フォルダーそのものを置いてください。", path)
            tree = _tree(self._repo, entry.sha)
        return tree


def _unread(error: Exception) -> OriginError:
    """Tell a network that fails from a repository that is none; dulwich wraps what urllib3 raises."""
    log.warning("not fetched", what="git", kind=names_of(error))
    within = (error, error.__cause__, error.__context__)
    if not any(isinstance(one, HTTPError | OSError) for one in within):
        return fault("リポジトリーを読めません。Git のリポジトリーではないか、壊れているようです。", _URL)
    hint = "ネットワークの設定を確かめ、時間をおいて、もう一度試してください。"
    why = in_words(error)
    return fault(f"リポジトリーにつながりません({why})。" if why else "リポジトリーにつながりません。", hint)


def _kind(mode: int) -> Kind:
    if stat.S_ISDIR(mode) or S_ISGITLINK(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.LINK


def _tree(repo: Repo, sha: ObjectID) -> Tree:
    found = repo[sha]
    if not isinstance(found, Tree):
        raise GitProtocolError("the name is not that of a tree")
    return found


def _fetch(address: Address, repo: Repo) -> ObjectID:
    """Fetch one commit without its history, and return its name, or that of the tag that names it."""
    client, path = _client(address)
    found: list[ObjectID] = []

    def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:
        del depth
        found.append(_named(refs, address.ref))
        return found

    stream, commit, abort = repo.object_store.add_pack()
    try:
        client.fetch_pack(path, wanted, repo.get_graph_walker(), _bounded(stream.write), depth=1)
    except BaseException:
        abort()
        raise
    commit()
    return found[0]


def _client(address: Address) -> tuple[GitClient, str]:
    if address.scheme == "file":
        return LocalGitClient(config=None), urlsplit(address.url).path
    base, _, path = address.url.partition("://")[2].partition("/")
    # A token alone is a password to GitHub and GitLab, whatever the name beside it.
    user, password = (address.user, address.password) if address.password else ("x-access-token", address.user)
    top = f"{address.scheme}://{base}"
    client = HttpGitClient(
        top, config=None, timeout=_SILENCE, username=user if password else None, password=password or None
    )
    return client, f"/{path}"


def _bounded(write: Callable[[bytes], int]) -> Callable[[bytes], int]:
    total = 0

    def bounded(data: bytes) -> int:
        nonlocal total
        total += len(data)
        if total > _MOST_BYTES:
            hint = "記事と項目だけのリポジトリーにしてください。"
            raise fault(f"リポジトリーが大きすぎます(上限は {_MOST_BYTES // 1_000_000} MB)。", hint)
        return write(data)

    return bounded


def _named(refs: Mapping[Ref, ObjectID], ref: str) -> ObjectID:
    names = [f"refs/heads/{ref}", f"refs/tags/{ref}"] if ref else ["HEAD"]
    sha = next((refs[Ref(name.encode())] for name in names if refs.get(Ref(name.encode()))), None)
    if sha is None:
        named = f"ブランチ「{ref}」" if ref else "既定のブランチ"
        raise fault(f"リポジトリーに{named}がありません。", _URL)
    return sha


def _peeled(repo: Repo, name: ObjectID) -> Commit:
    found = repo[name]
    for _ in range(_MOST_TAGS):
        if not isinstance(found, Tag):
            break
        found = repo[found.object[1]]
    if not isinstance(found, Commit):
        raise GitProtocolError("the name is not that of a commit")
    return found


def _below(repo: Repo, tree: Tree, part: str) -> Tree:
    entry = next((e for e in tree.iteritems() if e.path == part.encode() and stat.S_ISDIR(e.mode)), None)
    if entry is None:
        raise fault(f"リポジトリーにフォルダー「{part}」がありません。", "URL の # の後を確かめてください。")
    return _tree(repo, entry.sha)
