"""An object store as the place of the knowledge: a real S3 of moto's, memory, and a folder, all by one way."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import boto3
import fsspec
import pytest
from moto.server import ThreadedMotoServer

from bot.fetching.address import parse
from bot.fetching.fetch import origin_of
from bot.fetching.landing import Item
from bot.fetching.objects import Objects
from bot.knowledge import Loaded, load
from bot.library import OriginError
from tests.fetching.test_landing import base

SECRET = "himitsu-4711"


def fetched(url: str) -> Loaded:
    """Fetch, check, and return what the folder gave."""
    with origin_of(parse(url))() as folder:
        return load(folder)


def refusal(url: str) -> str:
    """Return why nothing could be fetched."""
    with pytest.raises(OriginError) as caught:
        fetched(url)
    assert caught.value.problem.hint
    assert SECRET not in str(caught.value.problem)
    return caught.value.problem.message


@pytest.fixture
def memory() -> Iterator[str]:
    """Put the small knowledge folder into fsspec's memory."""
    files = fsspec.filesystem("memory")
    for path, content in base().items():
        files.pipe_file(f"/dx/{path}", content)
    yield "memory://dx"
    files.rm("/dx", recursive=True)


def test_memory_is_a_place_like_any(memory: str) -> None:
    """The version is the same as at home."""
    loaded = fetched(memory)
    assert loaded.knowledge is not None
    assert loaded.knowledge.version == "5e09dec9130a"


def test_nothing_at_the_address_is_said_to_be_so(memory: str) -> None:
    """A slip in the address is told from a folder without files."""
    assert refusal(f"{memory}/elsewhere") == "置き場所に knowledge と seeds のフォルダーがありません。"


def test_a_file_that_grows_is_read_no_further_than_listed(memory: str) -> None:
    """The listing says how much room there is."""
    fsspec.filesystem("memory").pipe_file("/dx/seeds/long.txt", b"0123456789")
    (item,) = [found for found in Objects(parse(memory)).items() if found.path == "seeds/long.txt"]
    assert Objects(parse(memory)).read(Item(item.path, 4, item.kind)) == b"0123"


def test_a_folder_is_a_place_like_any(tmp_path: Path) -> None:
    """A share that is mounted, for example; links in it are refused."""
    for path, content in base().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    loaded = fetched(f"file://{tmp_path}")
    assert loaded.knowledge is not None
    (tmp_path / "knowledge/faq/link.yaml").symlink_to("/etc/passwd")
    assert "リンク" in refusal(f"file://{tmp_path}")


def test_a_store_without_its_library_says_what_to_install() -> None:
    """Azure's and Google's are not among our own."""
    assert "入っていません" in refusal("az://container/dx")


# S3.


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Start moto's S3 with a bucket, and let the environment lead there as an admin would."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    settings = {
        "AWS_ACCESS_KEY_ID": "AKIAFORTESTS",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="city")
        for path, content in base().items():
            client.put_object(Bucket="city", Key=f"dx/{path}", Body=content)
        yield "s3://city/dx"
    server.stop()


def test_a_bucket_holds_the_knowledge(s3: str) -> None:
    """Listed and read over the wire; the version is the same as at home."""
    loaded = fetched(s3)
    assert loaded.knowledge is not None
    assert loaded.knowledge.version == "5e09dec9130a"
    assert loaded.problems == ()


def test_an_upload_is_there_at_the_next_reload(s3: str) -> None:
    """Nothing of a former listing is remembered."""
    fetched(s3)
    client = boto3.client("s3")
    client.put_object(Bucket="city", Key="dx/knowledge/faq/new.yaml", Body=b"- id: [\n")
    assert [p.path for p in fetched(s3).problems] == ["knowledge/faq/new.yaml"]
    client.delete_object(Bucket="city", Key="dx/knowledge/faq/new.yaml")
    assert fetched(s3).problems == ()


@pytest.mark.parametrize("key", ["dx/knowledge/../x.yaml", "dx/seeds/../../x.txt"])
def test_a_key_that_leads_out_of_the_folder_is_refused(s3: str, key: str) -> None:
    """S3 takes any name for a key."""
    client = boto3.client("s3")
    client.put_object(Bucket="city", Key=key, Body=b"x")
    try:
        assert "フォルダーの外" in refusal(s3)
    finally:
        client.delete_object(Bucket="city", Key=key)


def test_a_folder_of_the_console_is_no_file(s3: str) -> None:
    """S3's web page makes a folder by an empty object whose name ends with a slash."""
    client = boto3.client("s3")
    for key in ("dx/knowledge/", "dx/knowledge/faq/", "dx/seeds/"):
        client.put_object(Bucket="city", Key=key, Body=b"")
    assert fetched(s3).problems == ()


def test_a_bucket_that_is_not_there_is_said_to_be_so(s3: str) -> None:
    """Without the keys."""
    assert s3
    assert "フォルダーがありません" in refusal("s3://no-such-bucket/dx")


def test_a_store_that_is_not_there_is_said_to_be_so(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within seconds."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert "読めません" in refusal(s3)
