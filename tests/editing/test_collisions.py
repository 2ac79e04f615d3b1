"""Collisions: entries whose questions the matcher cannot tell apart."""

from __future__ import annotations

from dataclasses import replace

from bot.editing import find_collisions
from bot.knowledge import Knowledge
from bot.library import Snapshot


def _with_variants(knowledge: Knowledge, **variants: str) -> Snapshot:
    """Index a knowledge in which some entries (``ome_dx_promoters``) have one more variant."""
    wanted = {name.replace("_", "-"): text for name, text in variants.items()}
    entries = tuple(
        replace(e, variants=(*e.variants, wanted[e.id])) if e.id in wanted else e for e in knowledge.entries
    )
    return Snapshot.of(replace(knowledge, entries=entries))


def test_every_question_and_variant_is_asked(knowledge: Knowledge) -> None:
    """The sum of what was asked is the sum of the entries' questions."""
    found = find_collisions(Snapshot.of(knowledge))
    assert found.asked == sum(len(e.questions) for e in knowledge.entries)
    assert found.own + sum(len(p.questions) for p in found.pairs) + len(found.unheard) == found.asked


def test_a_question_that_two_entries_share_is_a_collision(knowledge: Knowledge) -> None:
    """Only one of the two can come first, and the other is told which, with the question as the example."""
    same = "せいぞろいした顔ぶれのあらまし"
    found = find_collisions(_with_variants(knowledge, ome_dx_promoters=same, koganei_dx_status=same))
    pair = next(p for p in found.pairs if same in p.questions)
    assert {pair.entry.id, pair.winner.id} == {"ome-dx-promoters", "koganei-dx-status"}
    assert found.share < 1.0


def test_entries_that_show_the_same_words_are_told_from_those_that_do_not(knowledge: Knowledge) -> None:
    """A collision between two entries with the same first quote harms nobody."""
    one, *others = knowledge.entries
    twin = replace(one, id="twin")
    found = find_collisions(Snapshot.of(replace(knowledge, entries=(one, *others, twin))))
    assert {p.same_words for p in found.pairs if "twin" in (p.entry.id, p.winner.id)} == {True}


def test_a_question_that_reads_as_small_talk_is_reported(knowledge: Knowledge) -> None:
    """The bot would thank instead of answering: the entry can never be found that way."""
    found = find_collisions(_with_variants(knowledge, ome_dx_promoters="ありがとうございました"))
    assert [(u.entry.id, u.question) for u in found.unheard] == [("ome-dx-promoters", "ありがとうございました")]


def test_the_watch_sees_every_question(knowledge: Knowledge) -> None:
    """Progress is counted in questions."""
    seen: list[int] = []

    def watch(items):
        seen.append(len(items))
        return items

    find_collisions(Snapshot.of(knowledge), watch)
    assert seen == [sum(len(e.questions) for e in knowledge.entries)]
