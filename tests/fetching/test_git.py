"""A git repository as the place of the knowledge: over HTTP and from a folder, its newest commit, and nothing run."""

from __future__ import annotations

import base64
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from dulwich.objects import Blob, Commit, Tag, Tree
from dulwich.repo import Repo
from dulwich.server import DictBackend
from dulwich.web import make_wsgi_chain

from bot.fetching import git
from bot.fetching.address import parse
from bot.fetching.fetch import origin_of
from bot.knowledge import load
from bot.library import OriginError
from tests.fetching.test_landing import base

FILE, LINK, MODULE = stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, 0o160000
TOKEN = "t0ken-4711"


def commit(repo: Repo, files: Mapping[str, bytes | tuple[int, bytes]], branch: str = "main") -> bytes:
    """Commit files, or (mode, content), on a branch, and return the commit's name."""
    tree = _tree(repo, {path: what if isinstance(what, tuple) else (FILE, what) for path, what in files.items()})
    made = Commit()
    made.tree, made.message = tree.id, b"Edit"
    made.author = made.committer = b"Editor <editor@example.jp>"
    made.author_time = made.commit_time = 1_790_000_000
    made.author_timezone = made.commit_timezone = 0
    ref = f"refs/heads/{branch}".encode()
    made.parents = [repo.refs[ref]] if ref in repo.refs else []
    repo.object_store.add_object(made)
    repo.refs[ref] = made.id
    return made.id


def _tree(repo: Repo, files: Mapping[str, tuple[int, bytes]]) -> Tree:
    tree = Tree()
    for name in sorted({path.split("/", 1)[0] for path in files}):
        if name in files:
            mode, content = files[name]
            blob = Blob.from_string(content)
            repo.object_store.add_object(blob)
            tree.add(name.encode(), mode, b"1" * 40 if mode == MODULE else blob.id)
        else:
            below = {p.removeprefix(f"{name}/"): what for p, what in files.items() if p.startswith(f"{name}/")}
            tree.add(name.encode(), stat.S_IFDIR, _tree(repo, below).id)
    repo.object_store.add_object(tree)
    return tree


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository whose main branch holds the small knowledge folder."""
    made = Repo.init_bare(tmp_path / "dx.git", mkdir=True)
    made.refs.set_symbolic_ref(b"HEAD", b"refs/heads/main")
    commit(made, base())
    return made


def fetched(url: str) -> Any:
    """Fetch, check, and return what the folder gave."""
    with origin_of(parse(url))() as folder:
        return load(folder)


def address(repo: Repo) -> str:
    """Return the address of a repository on disk."""
    return f"git+file://{Path(repo.path).as_posix()}"


def refusal(url: str) -> str:
    """Return why nothing could be fetched."""
    with pytest.raises(OriginError) as caught:
        fetched(url)
    assert caught.value.problem.hint
    assert TOKEN not in str(caught.value.problem)
    return caught.value.problem.message


def test_the_newest_commit_is_the_knowledge(repo: Repo) -> None:
    """An edit that is pushed is there at the next reload."""
    assert fetched(address(repo)).knowledge.version == "5e09dec9130a"
    edited = {
        **base(),
        "knowledge/faq/ome.yaml": base()["knowledge/faq/ome.yaml"].replace("何人体制".encode(), "何名体制".encode()),
    }
    commit(repo, edited)
    assert any("何名体制" in entry.question for entry in fetched(address(repo)).knowledge.entries)


def test_a_branch_and_a_folder_can_be_named(repo: Repo) -> None:
    """And a tag, with a note of its own or without."""
    below = {f"docs/bot/{path}": content for path, content in base().items()}
    name = commit(repo, below, "feature/new")
    repo.refs[b"refs/tags/light"] = name
    tag = Tag()
    tag.name, tag.object, tag.message, tag.tagger = b"v1", (Commit, name), b"First", b"E <e@example.jp>"
    tag.tag_time, tag.tag_timezone = 1_790_000_000, 0
    repo.object_store.add_object(tag)
    repo.refs[b"refs/tags/v1"] = tag.id
    for ref in ("feature/new", "light", "v1"):
        assert fetched(f"{address(repo)}@{ref}#docs/bot").knowledge.version == "5e09dec9130a"


def test_history_is_not_fetched(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository may be as old and as large as it likes; one commit may not."""
    commit(repo, {**base(), "seeds/large.bin": bytes(range(256)) * 40_000})
    commit(repo, base())
    sizes: list[int] = []
    bounded = git._bounded

    def counted(write: Callable[[bytes], int]) -> Callable[[bytes], int]:
        inner = bounded(write)
        return lambda data: sizes.append(len(data)) or inner(data)  # type: ignore[func-returns-value]  # append gives None

    monkeypatch.setattr(git, "_bounded", counted)
    assert fetched(address(repo)).knowledge is not None
    assert 0 < sum(sizes) < 50_000


def test_a_commit_over_the_limit_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it comes, not after."""
    monkeypatch.setattr(git, "_MOST_BYTES", 2_000)
    assert "大きすぎます" in refusal(address(repo))


@pytest.mark.parametrize(
    ("path", "mode", "said"),
    [
        ("knowledge/faq/link.yaml", LINK, "リンク"),
        ("seeds/link.txt", LINK, "リンク"),
        ("knowledge/..", FILE, "フォルダーの外"),
        ("knowledge/a\\b.yaml", FILE, "フォルダーの外"),
    ],
)
def test_hostile_trees_are_refused(repo: Repo, path: str, mode: int, said: str) -> None:
    """Neither a link nor a name can lead out of the folder."""
    commit(repo, {**base(), path: (mode, b"/etc/passwd")})
    assert said in refusal(address(repo))


def test_a_folder_that_is_a_link_is_refused(repo: Repo) -> None:
    """In place of one of ours."""
    files = {path: content for path, content in base().items() if not path.startswith("seeds/")}
    commit(repo, {**files, "seeds": (LINK, b"/etc")})
    assert "フォルダーではありません" in refusal(address(repo))


def test_submodules_are_not_followed(repo: Repo) -> None:
    """They are named like any folder whose content is not read."""
    commit(repo, {**base(), "knowledge/faq/other": (MODULE, b"")})
    assert [p.message for p in fetched(address(repo)).problems] == ["フォルダーの中は読み込みません。"]


def test_a_broken_file_is_found_by_the_check(repo: Repo) -> None:
    """With file and line, as in a folder."""
    commit(repo, {**base(), "knowledge/faq/ome.yaml": b"- id: [\n"})
    loaded = fetched(address(repo))
    assert loaded.knowledge is None
    assert loaded.problems[0].path == "knowledge/faq/ome.yaml"


def test_what_is_not_there_is_said_in_a_sentence(repo: Repo, tmp_path: Path) -> None:
    """Branch, folder, repository, or anything in it."""
    assert refusal(f"{address(repo)}@nothing") == "リポジトリーにブランチ「nothing」がありません。"
    assert refusal(f"{address(repo)}#nothing") == "リポジトリーにフォルダー「nothing」がありません。"
    assert refusal(f"git+file://{tmp_path}/nothing") == "リポジトリーがありません。"
    empty = Repo.init_bare(tmp_path / "empty.git", mkdir=True)
    assert refusal(address(empty)) == "リポジトリーに既定のブランチがありません。"


# Over HTTP.


@dataclass
class Server:
    """A git server on this machine, which may ask for a token; it notes what it is sent."""

    url: str
    seen: list[dict[str, str]] = field(default_factory=list)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Keep quiet."""


@pytest.fixture
def server(repo: Repo) -> Iterator[Server]:
    """Serve the repository over smart HTTP to whoever brings the token."""
    inner = make_wsgi_chain(DictBackend({"/city/dx.git": repo}))
    wanted = "Basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        running.seen.append({"authorization": environ.get("HTTP_AUTHORIZATION", ""), "query": environ["QUERY_STRING"]})
        if environ.get("HTTP_AUTHORIZATION") != wanted:
            start_response("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="git"'), ("Content-Length", "0")])
            return []
        return inner(environ, start_response)

    listening = make_server("127.0.0.1", 0, guarded, handler_class=_Quiet)
    running = Server(f"127.0.0.1:{listening.server_address[1]}/city/dx.git")
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield running
    listening.shutdown()
    listening.server_close()


def test_a_token_opens_a_private_repository(server: Server) -> None:
    """It travels in a header, never in an address."""
    assert fetched(f"git+http://{TOKEN}@{server.url}").knowledge.version == "5e09dec9130a"
    assert all(TOKEN not in seen["query"] for seen in server.seen)


@pytest.mark.parametrize("who", ["", "wrong@", f"somebody:not-{TOKEN}@"])
def test_a_wrong_token_is_said_to_be_so(server: Server, who: str) -> None:
    """In one sentence, without the token."""
    assert refusal(f"git+http://{who}{server.url}") == "リポジトリーを読む許可がありません。"


def test_another_address_on_the_server_is_said_to_hold_nothing(server: Server) -> None:
    """A slip in the path is told from a slip in the token."""
    assert refusal(f"git+http://{TOKEN}@{server.url.replace('dx', 'xd')}") == "リポジトリーがありません。"


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    """The network is to be looked at, not the address."""
    assert "つながりません" in refusal(f"git+http://{TOKEN}@127.0.0.1:9/dx.git")
