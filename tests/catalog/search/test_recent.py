from catalog.search.recent import KEPT_SECONDS, MOST, Recent


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def asker(found):
    def ask():
        asked.append(found)
        return [found]

    asked: list[str] = []
    return ask, asked


def test_the_same_words_are_asked_once_within_a_second():
    clock = Clock()
    recent: Recent[list[str]] = Recent(clock)
    ask, asked = asker("nevera")

    assert recent.get("nevera", 10, ask=ask) == recent.get("nevera", 10, ask=ask) == ["nevera"]
    assert len(asked) == 1
    recent.get("nevera", 20, ask=ask)
    assert len(asked) == 2
    clock.now += KEPT_SECONDS
    recent.get("nevera", 10, ask=ask)
    assert len(asked) == 3


def test_it_never_holds_more_than_it_may():
    recent: Recent[list[str]] = Recent(Clock())
    ask, asked = asker("x")

    for number in range(MOST + 1):
        recent.get(str(number), 1, ask=ask)
    recent.get("0", 1, ask=ask)

    assert len(asked) == MOST + 2
