"""Records while the database hangs, is away, or comes later: people wait for a moment at most, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import reloading
from bot.app import open_records
from bot.desk import Desk
from bot.health import Health
from bot.library import Library
from bot.records import Place, Records
from bot.settings import Settings, SettingsError
from bot.store import Store
from tests.databases import KINDS, empty_database
from tests.knowledge.folders import make_base
from tests.postgres import PASSWORD, running_postgres
from tests.store.records import KEY
from tests.store.test_away import hung, until
from tests.test_metrics import value

QUESTION = "青梅市のDX推進課は何人体制ですか"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk with a small folder."""
    return Desk(Library(make_base(tmp_path_factory.mktemp("knowledge"))))


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    return empty_database(request.param, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Open it."""
    with Store.open(url, key=KEY) as opened:
        yield opened


def asked(records: Records, desk: Desk, number: int, person: str = "") -> tuple[str, float]:
    """Ask as a listener does: claim, look up, note, reply; return the answer's id and how long the database took."""
    place = Place("T1", "C1", person, "mention", f"{number}.0", f"{number}.1")
    reply = desk.ask(QUESTION)
    begun = time.monotonic()
    assert records.claim(f"event {number}", f"message {number}")
    before = records.asked_before(place, QUESTION)
    record = records.note(reply, QUESTION, before, place)
    taken = time.monotonic() - begun
    records.replied(record, f"{number}.2")
    return record.id, taken


def test_nobody_waits_for_a_database_that_hangs_and_nothing_is_lost(store: Store, url: str, desk: Desk) -> None:
    """What is in front of an answer stays within a second and a half; all answers stand there once it is well."""
    records = Records(store)
    first, _ = asked(records, desk, 0)
    with capture_logs() as logs, hung(url, running_postgres()):
        found = [asked(records, desk, number) for number in range(1, 6)]
        assert not records.judge(first, store.person("U1"), good=True)
        assert max(taken for _, taken in found) < 1.8
        assert sum(taken for _, taken in found[1:]) < 0.5  # it is left alone by then
    with capture_logs() as later:
        ids = [first, *(answer_id for answer_id, _ in found)]
        assert until(lambda: all(_replied(store, answer_id) for answer_id in ids))
        assert until(lambda: any(line["event"] == "the database was left alone" for line in later))
        assert until(lambda: records.judge(first, store.person("U1"), good=True))
    named = {line["id"] for line in logs if line["event"] == "recorded later"}
    assert named == {answer_id for answer_id, _ in found}
    (told,) = [line for line in later if line["event"] == "the database was left alone"]
    assert told["skipped"]["claim"] == 4
    assert told["skipped"]["feedback"] == 1
    assert told["written"]["answer"] == 5


def _replied(store: Store, answer_id: str) -> bool:
    record = store.answers.get(answer_id)
    return record is not None and record.reply_ts != ""


def test_what_is_skipped_is_counted(store: Store, url: str, desk: Desk) -> None:
    """By kind, each of them: an alarm needs the number."""
    records = Records(store)
    with hung(url, running_postgres()):
        asked(records, desk, 1)
        before = value("dx_not_recorded_total", what="wish")
        for _ in range(3):
            assert not records.hand_over("2345678", store.person("U1"), notify=True)
        assert value("dx_not_recorded_total", what="wish") == before + 3
    records.close()


def test_who_is_deleted_meanwhile_is_not_written_down_later(store: Store, url: str, desk: Desk) -> None:
    """A deletion also covers what waits to be written."""
    records = Records(store)
    mine, others = store.person("U1"), store.person("U2")
    with hung(url, running_postgres()):
        gone, _ = asked(records, desk, 1, mine)
        kept, _ = asked(records, desk, 2, others)
        records.forget(mine)
    assert until(lambda: store.answers.get(kept) is not None)
    assert store.answers.get(gone) is None


def test_a_process_that_ends_meanwhile_names_what_is_lost(tmp_path: Path, desk: Desk) -> None:
    """With the number that the person was shown."""
    url = empty_database("sqlite", tmp_path)
    with Store.open(url, key=KEY) as store, capture_logs() as logs:
        records = Records(store)
        with hung(url, running_postgres()):
            answer_id, _ = asked(records, desk, 1)
            records.close()
        assert (["answer", answer_id]) in [[line.get("what"), line.get("id")] for line in _lost(logs)]


def _lost(logs: list[dict[str, object]]) -> list[dict[str, object]]:
    return [line for line in logs if line["event"] == "not recorded"]


# A database that comes later.


def test_a_database_that_comes_later_is_used(tmp_path: Path) -> None:
    """The process answers from its files, agrees with the others once it can, and writes down what was asked."""
    server = running_postgres()
    url = server.create()
    folder = make_base(tmp_path)
    with Store.open(url, key=KEY) as store:
        library = Library(folder, store.editions)
        reloading.begin(library, Records(store))()
        old = library.current.knowledge.version
        path = folder / "knowledge" / "faq" / "ome.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}# decided\n", encoding="utf-8")
        library.reload()
        decided = library.current.knowledge.version
        path.write_text(text, encoding="utf-8")
    server.stop()
    try:
        records = open_records(Settings.read({**TOKENS, "DATABASE_URL": url, "DX_RECORDS_KEY": KEY.decode()}))
        assert records.store is not None
        desk = Desk(Library(folder, records.store.editions))
        stop = reloading.begin(desk.library, records)
        health = Health(desk, records, lambda: True, lambda: False, fresh=0.0)
        assert desk.knowledge.version == old
        assert health.readiness().state["database"] == "down"
        answer_id, taken = asked(records, desk, 1)
        assert taken < 0.5
    finally:
        server.start()
    assert until(lambda: desk.knowledge.version == decided)
    assert until(lambda: records.store and _replied(records.store, answer_id))
    assert health.readiness().state["database"] == "ok"
    stop()
    records.close()
    records.store.close()


@pytest.mark.parametrize("wrong", ["mysql://h/d", "password", "name"])
def test_a_wrong_address_stops_the_start(wrong: str) -> None:
    """One sentence names the setting and what is wrong, without the password."""
    server = running_postgres()
    url = {"password": server.url("postgres").replace(PASSWORD, "chigau"), "name": server.url("nowhere")}.get(
        wrong, wrong
    )
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        open_records(Settings.read({**TOKENS, "DATABASE_URL": url}))
    assert "chigau" not in str(caught.value)


def test_a_file_of_its_own_that_cannot_be_used_is_no_reason_to_be_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has set anything: answers are kept in memory."""
    (tmp_path / "jichitai-dx-bot").write_text("in the way")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_records(Settings.read(TOKENS)).store is None
