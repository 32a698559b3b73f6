from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congdoan.kernel.audit import rules
from congdoan.kernel.audit.rules import FaultKind, Head, Sealed

# A busy machine is no fault of the chain.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CONTENTS = st.dictionaries(
    st.sampled_from(["verb", "reason", "actor", "changes"]),
    st.one_of(st.text('aé\u0301đ"\\', max_size=5), st.integers(), st.none(), st.booleans()),
)


def chain_of(contents):
    """Seal contents into a chain; return it with its head."""
    chain, last = [], Head(0, rules.NOTHING_BEFORE)
    for place, content in enumerate(contents, start=1):
        hash_ = rules.seal(sequence=place, content=content, previous_hash=last.hash)
        chain.append(Sealed(place, content, last.hash, hash_))
        last = Head(place, hash_)
    return chain, last


CHAINS = st.lists(CONTENTS, min_size=1, max_size=12).map(chain_of)


@unhurried
@given(CHAINS)
def test_an_untouched_chain_has_no_fault(made):
    chain, head = made
    assert list(rules.faults(chain, head)) == []


@unhurried
@given(CHAINS, st.data())
def test_any_single_edit_is_found_at_its_place(made, data):
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    edited = data.draw(CONTENTS.filter(lambda content: content != chain[at].content))
    chain[at] = replace(chain[at], content=edited)

    found = list(rules.faults(chain, head))

    assert [(fault.kind, fault.first) for fault in found] == [(FaultKind.CHANGED, at + 1)]


@unhurried
@given(CHAINS, st.data())
def test_an_edit_that_is_sealed_anew_is_found(made, data):
    """Who rewrites the row's own seal as well still breaks the link to the next row or the head."""
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    edited = data.draw(CONTENTS.filter(lambda content: content != chain[at].content))
    old = chain[at]
    seal = rules.seal(sequence=at + 1, content=edited, previous_hash=old.previous_hash)
    chain[at] = Sealed(at + 1, edited, old.previous_hash, seal)

    assert list(rules.faults(chain, head))


@unhurried
@given(CHAINS, st.data())
def test_any_removed_row_is_named(made, data):
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    del chain[at]

    found = list(rules.faults(chain, head))

    assert [(fault.first, fault.last) for fault in found] == [(at + 1, at + 1)]
    assert found[0].kind in {FaultKind.MISSING, FaultKind.CUT}


@unhurried
@given(CHAINS.filter(lambda made: len(made[0]) > 1), st.data())
def test_two_rows_swapped_are_found(made, data):
    chain, head = made
    one = data.draw(st.integers(0, len(chain) - 2))
    other = data.draw(st.integers(one + 1, len(chain) - 1))
    first, second = chain[one], chain[other]
    chain[one] = replace(second, sequence=first.sequence)
    chain[other] = replace(first, sequence=second.sequence)

    assert list(rules.faults(chain, head))


@unhurried
@given(CHAINS)
def test_a_vanished_or_emptied_chain_is_found(made):
    chain, head = made
    assert [fault.kind for fault in rules.faults(chain, None)] == [FaultKind.HEADLESS]
    assert list(rules.faults([], head)) == [rules.Fault(FaultKind.CUT, 1, head.sequence)]


@unhurried
@given(CHAINS)
def test_a_row_added_behind_the_head_is_found(made):
    chain, head = made
    place = head.sequence + 1
    seal = rules.seal(sequence=place, content={}, previous_hash=head.hash)
    chain.append(Sealed(place, {}, head.hash, seal))

    assert [fault.kind for fault in rules.faults(chain, head)] == [FaultKind.HEADLESS]
