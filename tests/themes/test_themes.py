"""Themes are found where they were planted, keep their addresses, and obey the editors."""

from litatlas.identity.permalink import Entry, State
from litatlas.problems import Problems
from litatlas.settings import Settings, ThemeSettings
from litatlas.themes import Themes, render_memory
from themes.planted import compared, ledger_of, paper, planted, themes_of


def groups(themes: Themes) -> set[frozenset[str]]:
    return {frozenset(theme.papers) for theme in themes.all}


def matter(theme) -> set[str]:
    return {id.partition("-")[0] for id in theme.papers}


def test_every_theme_is_of_one_matter():
    themes, _ = themes_of(planted())
    assert [len(matter(theme)) for theme in themes.all] == [1] * len(themes.all)
    assert {name for theme in themes.all for name in matter(theme)} == {"whale", "bridge", "violin"}
    assert sorted(id for theme in themes.all for id in theme.papers) == sorted(one.id for one in planted())


def test_a_theme_is_named_after_phrases_of_its_papers():
    themes, _ = themes_of(planted())
    texts = {one.id: f"{one.title} {one.abstract}".casefold() for one in planted()}
    for theme in themes.all:
        assert theme.terms
        for term in theme.terms:
            assert sum(term.casefold() in texts[id] for id in theme.papers) >= 2, (theme.name, term)
    assert len({theme.name for theme in themes.all}) == len(themes.all)


def test_the_order_of_the_papers_does_not_matter():
    assert themes_of(planted()) == themes_of(tuple(reversed(planted())))


def test_a_second_build_changes_nothing():
    themes, ledger = themes_of(planted())
    assert themes_of(planted(), render_memory(themes.raw), ledger=ledger) == (themes, ledger)


def test_a_paper_without_relations_stands_alone():
    themes, _ = themes_of((*planted(), paper("zebra", "Zebra", "")))
    assert themes.alone == ("zebra",)
    assert "zebra" not in themes.of_paper


def test_a_survey_of_few_papers_has_no_theme_and_no_fault():
    for papers in ((), planted(1, ("whale",)), planted(1, ("whale", "bridge"))):
        themes, _ = themes_of(papers)
        assert themes.all == ()
        assert sorted(themes.alone) == sorted(one.id for one in papers)


def test_every_new_theme_stands_in_the_ledger():
    themes, ledger = themes_of(planted())
    assert {entry.id for entry in ledger.entries("theme")} == {theme.slug for theme in themes.all}


def test_a_theme_keeps_its_address_when_papers_are_added():
    few, ledger = themes_of(planted(6))
    many, _ = themes_of(planted(8), render_memory(few.raw), ledger=ledger)
    for theme in few.all:
        heirs = [one.slug for one in many.all if 2 * len(set(one.papers) & set(theme.papers)) > len(theme.papers)]
        assert heirs in ([], [theme.slug]), theme.slug


def test_a_theme_keeps_its_address_whatever_it_is_called():
    themes, ledger = themes_of(planted())
    old = {paper: f"old-{slug}" for paper, slug in themes.raw.items()}
    again, after = themes_of(planted(), render_memory(old), ledger=ledger)
    assert {theme.slug for theme in again.all} == set(old.values())
    # What was promised before and has no papers of its own now leads to its heir.
    assert {entry.state for entry in after.entries("theme") if entry.id in set(old.values())} == {State.LIVE}


def test_a_theme_that_is_no_more_leads_to_the_one_with_most_of_its_papers():
    themes, ledger = themes_of(planted())
    gone = "gone-theme"
    members = {id: gone for theme in themes.all for id in theme.papers[:2]}
    members |= dict.fromkeys(themes.all[0].papers[:3], gone)
    rest = {id: slug for id, slug in themes.raw.items() if id not in members}
    ledger = ledger.with_entries(Entry("theme", gone, gone))
    _, after = themes_of(planted(), render_memory(rest | members), ledger=ledger)
    entry = after.entry("theme", gone)
    assert (entry.state, entry.target) == (State.REDIRECT, themes.all[0].slug)


def test_the_editors_rename_merge_and_pin():
    themes, ledger = themes_of(planted())
    one, two = themes.all[0].slug, themes.all[1].slug
    pinned = themes.all[2].papers[0]
    chosen = ThemeSettings(rename=((one, "Great things"),), merge=((two, one),), pin=((pinned, one),))
    problems = Problems()
    after, changed = themes_of(
        planted(), render_memory(themes.raw), Settings("Planted", themes=chosen), ledger, problems
    )
    assert list(problems) == []
    assert after.by_slug[one].name == "Great things"
    assert set(after.by_slug[one].papers) == {*themes.all[0].papers, *themes.all[1].papers, pinned}
    assert two not in after.by_slug
    assert (changed.entry("theme", two).state, changed.entry("theme", two).target) == (State.REDIRECT, one)
    # The next build, and the one after the editors took it back.
    assert themes_of(planted(), render_memory(after.raw), Settings("Planted", themes=chosen), changed) == (
        after,
        changed,
    )
    undone, live = themes_of(planted(), render_memory(after.raw), ledger=changed)
    assert groups(undone) == groups(themes)
    assert live.entry("theme", two).state is State.LIVE


def test_names_that_are_not_known_are_told():
    problems = Problems()
    chosen = ThemeSettings(rename=(("wales", "x"),), merge=(("a", "b"),), pin=(("whale-99", "c"),))
    papers = planted()
    themes_of(papers, settings=Settings("Planted", themes=chosen), ledger=ledger_of(papers), problems=problems)
    assert [problem.code for problem in problems] == ["bad-theme-setting"] * 4
    assert "themes: no paper is called 'whale-99'; the line does nothing; did you mean 'whale-" in "\n".join(
        str(problem) for problem in problems
    )


def test_the_most_central_paper_of_each_theme_comes_first():
    themes, _ = themes_of(planted())
    for theme in themes.all:
        values = [themes.centrality[id] for id in theme.papers]
        assert values == sorted(values, reverse=True)
        assert values[0] == 1.0


def test_ties_name_real_relations():
    found = compared(planted())
    themes, _ = themes_of(planted())
    for theme in themes.all:
        for tie in theme.ties:
            assert tie.slug != theme.slug
            for one, other in tie.pairs:
                assert themes.of_paper[one] == theme.slug
                assert themes.of_paper[other] == tie.slug
                assert other in {e.id for e in found.relations.related[one]} or one in {
                    e.id for e in found.relations.related[other]
                }
