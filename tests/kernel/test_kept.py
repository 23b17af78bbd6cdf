"""Results kept within a bound of memory."""

from chorus_app.kernel.kept import Kept


def test_those_not_asked_for_longest_go_first() -> None:
    kept: Kept[str] = Kept(10)
    for name in "abc":
        kept.put(name, name.upper(), 4)
    assert [kept.get(name) for name in "abc"] == [None, "B", "C"]
    assert kept.get("b") == "B"
    kept.put("d", "D", 4)
    assert [kept.get(name) for name in "bcd"] == ["B", None, "D"]


def test_what_is_too_heavy_is_not_kept_and_a_new_value_replaces_the_old() -> None:
    kept: Kept[str] = Kept(10)
    kept.put("a", "A", 11)
    assert kept.get("a") is None
    kept.put("b", "B", 6)
    kept.put("b", "new", 7)
    kept.put("c", "C", 3)
    assert (kept.get("b"), kept.get("c")) == ("new", "C")
