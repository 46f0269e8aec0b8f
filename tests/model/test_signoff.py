"""The rule of sign-offs: what holds, what falls back and why; no order of events clears what nobody cleared."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.model.signoff import STATES, Grounds, Signoff, by_one_person, fallen, judged, state_of

A, B = "a" * 64, "b" * 64
CHECKED = Signoff(5, "1" * 64, "c" * 64, "checked", "Ana Lind", "2026-03-01T12:00:00Z", (A,))
CLEARED = replace(CHECKED, position=6, state="cleared", name="Jo Marr")


def after(*signoffs: Signoff, **grounds: object) -> tuple[str, str]:
    """The state, and why it is no more."""
    found = judged(signoffs, Grounds(**{"citations": {A: 1}, **grounds}))  # type: ignore[arg-type]
    return state_of(found), fallen(found)


def test_the_states_follow_one_another() -> None:
    assert after() == ("proposed", "")
    assert after(CHECKED) == ("checked", "")
    assert after(CHECKED, CLEARED) == ("cleared", "")


def test_nothing_is_cleared_without_a_check_that_holds_and_came_before() -> None:
    why = "cleared by Jo Marr on 2026-03-01T12:00:00Z, without a check that holds"
    assert after(CLEARED) == ("proposed", why)
    assert after(CLEARED, CHECKED) == ("checked", why)
    assert after(replace(CHECKED, retracted="too soon"), CLEARED) == ("proposed", why)
    assert after(replace(CHECKED, asserted="other, signed"), CLEARED) == ("proposed", why)


def test_what_changed_under_a_signature_falls_back_and_says_why() -> None:
    said = "cleared by Jo Marr on 2026-03-01T12:00:00Z, before "
    both = CHECKED, CLEARED
    assert after(*both, citations={A: 1, B: 9}) == ("proposed", f"{said}citation {B[:12]} was added")
    assert after(*both, citations={}) == ("proposed", f"{said}citation {A[:12]} was withdrawn")
    assert after(*both, withdrawn=True) == ("proposed", f"{said}the claim was withdrawn")
    changed = {A: (9, "edited")}
    assert after(*both, changed=changed) == ("proposed", f"{said}the source of citation {A[:12]} changed (edited)")
    assert after(*both, changed={A: (3, "edited")}) == ("cleared", "")  # it was known to whoever signed
    assert after(*both, citations={A: 1, B: 2})[1].endswith(f"without citation {B[:12]}")


def test_a_new_check_stands_without_the_clearance() -> None:
    again = replace(CHECKED, position=10, citations=(A, B))
    state, why = after(CHECKED, CLEARED, again, citations={A: 1, B: 9})
    assert (state, why) == (
        "checked",
        f"cleared by Jo Marr on 2026-03-01T12:00:00Z, before citation {B[:12]} was added",
    )


def test_what_another_archive_says_raises_nothing_here() -> None:
    theirs = replace(CHECKED, asserted="other, signed"), replace(CLEARED, asserted="other, signed")
    found = judged(theirs, Grounds({A: 1}))
    assert (state_of(found), fallen(found)) == ("proposed", "")
    assert [one.lapsed for one in found] == ["", ""]  # among themselves they hold


def test_one_person_is_told_by_the_name_however_it_is_spaced() -> None:
    for name, same in (("ana  LIND", True), ("Jo Marr", False)):
        assert by_one_person(judged((CHECKED, replace(CLEARED, name=name)), Grounds({A: 1}))) is same
    assert not by_one_person(judged((CHECKED,), Grounds({A: 1})))


events = st.lists(
    st.builds(
        Signoff,
        st.integers(0, 20),
        st.just("1" * 64),
        st.just("c" * 64),
        st.sampled_from(STATES[1:]),
        st.sampled_from(["Ana", "Jo"]),
        st.just(CHECKED.at),
        st.lists(st.sampled_from([A, B]), min_size=1, unique=True).map(tuple),
        retracted=st.sampled_from(["", "x"]),
        asserted=st.sampled_from(["", "other, signed"]),
    ),
    max_size=6,
)


@given(events, st.sets(st.sampled_from([A, B])), st.booleans())
def test_a_cleared_claim_was_checked_and_cleared_for_just_what_it_rests_on(
    signoffs: list[Signoff], living: set[str], withdrawn: bool
) -> None:
    state = state_of(judged(signoffs, Grounds(dict.fromkeys(living, 0), withdrawn)))
    good = [s for s in signoffs if set(s.citations) == living and not (s.retracted or s.asserted or withdrawn)]
    states = [one.state for one in good]
    since = states[states.index("checked") :] if "checked" in states else []  # from the first check on
    assert state == ("cleared" if "cleared" in since else "checked" if since else "proposed")
