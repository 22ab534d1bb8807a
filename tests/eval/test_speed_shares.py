import types

import pytest

from eval.speed.shares import OTHER, PARTS, Watch, shares, watched


@pytest.fixture
def clock():
    """A clock that stands still until `pass_` is called."""
    now = [0.0]
    return types.SimpleNamespace(now=lambda: now[0], pass_=lambda seconds: now.__setitem__(0, now[0] + seconds))


def test_a_part_within_another_is_not_counted_twice(clock):
    watch = Watch(clock.now)
    with watch.part("outer"):
        clock.pass_(1)
        with watch.part("inner"):
            clock.pass_(4)
        clock.pass_(2)
    clock.pass_(100)  # nobody's time
    with watch.part("inner"):
        clock.pass_(3)
    assert watch.seconds == {"outer": 3.0, "inner": 7.0}
    assert shares(watch, ["inner", "outer", "none"]) == {"inner": 0.7, "outer": 0.3, "none": 0.0}


def test_nothing_watched_has_no_shares():
    assert shares(Watch(), ["a"]) == {"a": 0.0}


def test_functions_are_timed_within_and_what_they_were_afterwards(clock):
    class Reader:
        def read(self, text):
            clock.pass_(2)
            return text.upper()

    plain, watch = Reader.read, Watch(clock.now)
    with watched(watch, {"reader": ((Reader, ("read",)),)}):
        assert Reader().read("a") == "A"
    assert Reader.read is plain
    Reader().read("a")
    assert watch.seconds == {"reader": 2.0}


def test_a_crash_stops_the_watch_of_its_part(clock):
    def crash():
        clock.pass_(5)
        raise KeyError("x")

    watch = Watch(clock.now)
    with watch.part("all"), pytest.raises(KeyError):
        watch.timed("bad", crash)()
    assert watch.seconds == {"all": 0.0, "bad": 5.0}


def test_a_function_that_is_gone_is_a_mistake_and_changes_nothing():
    class Reader:
        def read(self):
            """There."""

    plain = Reader.read
    with pytest.raises(AttributeError, match="gone"), watched(Watch(), {"reader": ((Reader, ("read", "gone")),)}):
        pass
    assert Reader.read is plain


def test_every_function_of_the_table_is_there():
    with watched(Watch()):
        pass
    assert OTHER not in PARTS
