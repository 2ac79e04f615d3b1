"""Metrics: what Prometheus reads of a bot at work, and what nobody may read there."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.desk import Desk
from bot.health import Health
from bot.playground.slack.workspace import Answer, Push, Workspace
from bot.records import Place, Records
from bot.reloading.journal import record_of, write_down
from bot.slack.pool import ListenerPool
from bot.slack.stopping import Gate
from bot.slack.web import gated, status_app
from bot.store import Store
from tests.slack.running import SIGNING_SECRET, HttpBot, settings_for

QUESTION = "小金井市のDXリーダーは何人?"
UNANSWERABLE = "横浜市の窓口改革は?"
PLACE = Place("T1", "C1", "0" * 32, "mention")


def value(name: str, **labels: str) -> float:
    """Return one figure of the page, 0 where it is not there."""
    for family in text_string_to_metric_families(metrics.page("v1", 3).decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return 0.0


@pytest.fixture
def workspace(desk: Desk) -> Iterator[Workspace]:
    """Open a workspace with a bot that listens over HTTP."""
    opened = Workspace()
    bot = HttpBot(replace(settings_for(opened, app_token=""), admins=frozenset()), desk)
    opened.push_to(Push(bot.url, SIGNING_SECRET))
    yield opened
    bot.finish()
    opened.close()


def test_answers_and_refusals_are_counted(workspace: Workspace) -> None:
    """Each reply counts by its kind and by the surface where it was asked, and the time it took is kept."""
    kinds = ("answer", "none")
    before = [value("dx_replies_total", kind=kind, surface="mention") for kind in kinds]
    timed = value("dx_answer_seconds_count")
    workspace.mention(QUESTION)
    workspace.mention(UNANSWERABLE)
    workspace.wait_for_replies("C1", 2)
    after = [value("dx_replies_total", kind=kind, surface="mention") for kind in kinds]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]
    assert value("dx_answer_seconds_count") >= timed + 2


def test_trouble_is_counted(workspace: Workspace) -> None:
    """A listener that failed counts, as it stands in the log."""
    before = value("dx_troubles_total")
    workspace.fail_next("chat.postMessage", Answer.refused("fatal_error"))
    workspace.mention(QUESTION)
    workspace.wait_for_replies("C1")
    assert value("dx_troubles_total") == before + 1


def test_what_the_database_does_not_take_is_counted(desk: Desk, tmp_path: Path) -> None:
    """Answers go on without a database; how many were not written down is seen."""
    store = Store.open(f"sqlite:///{tmp_path}/dx.sqlite3", key=b"key")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE answers")
    before = value("dx_not_recorded_total", what="answer")
    Records(store).note(desk.ask(QUESTION), QUESTION, "", PLACE)
    store.close()
    assert value("dx_not_recorded_total", what="answer") == before + 1


def test_the_queue_of_listeners_is_seen() -> None:
    """Of three listeners in a pool of one thread, one works and two wait; at the end nobody does, and all are timed."""
    pool, begun, go_on = ListenerPool(1), threading.Event(), threading.Event()
    timed = value("dx_listener_seconds_count")
    for _ in range(3):
        pool.submit(lambda: begun.set() or go_on.wait(10))
    begun.wait(10)
    busy = [value("dx_listeners", state=state) for state in ("working", "waiting")]
    go_on.set()
    assert pool.drain(10) == 0
    assert busy == [1, 2]
    assert [value("dx_listeners", state=state) for state in ("working", "waiting")] == [0, 0]
    assert value("dx_listener_seconds_count") == timed + 3


def test_a_listener_that_fails_is_not_counted_as_busy_for_ever() -> None:
    """A failure ends the work like a success does."""
    pool = ListenerPool(1)
    failed = pool.submit(lambda: 1 // 0)
    assert isinstance(failed.exception(10), ZeroDivisionError)
    assert pool.drain(10) == 0


def test_what_does_not_end_in_time_is_told() -> None:
    """Draining has an end: what is left then is counted."""
    pool, go_on = ListenerPool(1), threading.Event()
    for _ in range(2):
        pool.submit(go_on.wait, 10)
    assert pool.drain(0.05) == 2
    go_on.set()


def test_nothing_is_taken_after_the_end() -> None:
    """A pool that drains refuses further work and does not count it."""
    pool = ListenerPool(1)
    pool.drain(1)
    with pytest.raises(RuntimeError):
        pool.submit(print)
    assert pool.drain(1) == 0


def test_receipts_are_timed() -> None:
    """The time to the receipt, for which Slack waits three seconds, is kept for every event that is let in."""
    gate, timed = Gate(), value("dx_ack_seconds_count")
    with gate.passing():
        pass
    gate.close(1)
    with gate.passing() as admitted:
        assert not admitted
    assert value("dx_ack_seconds_count") == timed + 1


def test_reloads_are_counted_by_what_came_of_them() -> None:
    """A refused one counts as refused, and as nothing else."""
    outcomes = ("applied", "refused")
    before = [value("dx_reloads_total", outcome=outcome) for outcome in outcomes]
    write_down(Records(), record_of("", "v1", "v1", "refused", ()))
    after = [value("dx_reloads_total", outcome=outcome) for outcome in outcomes]
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1]


def test_the_page_names_the_knowledge_in_use() -> None:
    """A reload shows: the version is a label, the number of entries a figure, and only the latest stands there."""
    metrics.page("old", 2)
    page = metrics.page("e37025e1de57", 349).decode()
    assert 'dx_knowledge_info{program="' in page
    assert 'version="e37025e1de57"' in page
    assert 'version="old"' not in page
    assert "dx_entries 349.0" in page


def test_counters_stand_at_zero_before_anything_happened() -> None:
    """A rate needs a beginning: outcomes of reloads and kinds of replies are there from the start."""
    page = metrics.page("v1", 3).decode()
    for outcome in ("applied", "refused", "rolled back", "unchanged"):
        assert f'dx_reloads_total{{outcome="{outcome}"}}' in page
    assert re.search(r'dx_replies_total{kind="none",surface="direct"} \d', page)


def test_what_people_say_and_who_they_are_is_not_on_the_page(workspace: Workspace) -> None:
    """Neither words nor ids of people, channels and workspaces become labels."""
    workspace.mention(QUESTION, user="U777SECRET", channel="C777SECRET")
    workspace.wait_for_replies("C777SECRET")
    page = metrics.page("v1", 3).decode()
    assert [word for word in ("小金井", "777SECRET", "T1") if word in page] == []


def _get(path: str, desk: Desk, with_metrics: bool = True, method: str = "GET") -> tuple[str, str, bytes]:
    """Ask for a page; returns status, type and body."""
    health = Health(desk, Records(), lambda: True, lambda: False)
    heard: list[tuple[str, dict[str, str]]] = []
    app = gated(status_app(health, with_metrics=with_metrics), Gate())
    body = app({"PATH_INFO": path, "REQUEST_METHOD": method}, lambda s, h: heard.append((s, dict(h))))
    return heard[0][0], heard[0][1]["Content-Type"], b"".join(body)


def test_prometheus_can_read_the_page(desk: Desk) -> None:
    """It comes in Prometheus' own type and format."""
    status, kind, body = _get("/metrics", desk)
    assert (status, kind.split(";")[0]) == ("200 OK", "text/plain")
    assert {"dx_replies", "process_resident_memory_bytes"} <= {
        family.name for family in text_string_to_metric_families(body.decode())
    }


@pytest.mark.parametrize("path", ["/metrics/", "/metric", "/", "/slack/events"])
def test_other_paths_are_not_found(desk: Desk, path: str) -> None:
    """A port for metrics serves nothing else."""
    assert _get(path, desk)[0] == "404 Not Found"


def test_metrics_with_a_port_of_their_own_are_not_on_the_other(desk: Desk) -> None:
    """Who sets DX_METRICS_PORT keeps them from the public."""
    assert _get("/metrics", desk, with_metrics=False)[0] == "404 Not Found"


def test_nothing_can_be_sent_to_the_page(desk: Desk) -> None:
    """It is for reading."""
    assert _get("/metrics", desk, method="POST")[0] == "404 Not Found"
