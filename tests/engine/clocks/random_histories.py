"""Random items whose every fact lies on a full step: states, overlapping pause reasons, doubled facts, wrong order."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from serval.engine.evidence import Fact

STATES = (
    "open", "open", "open", "waiting_client", "waiting_client", "waiting_supplier",
    "resolved", "resolved", "closed", "cancelled", "merged",
)  # fmt: skip
REASONS = ("waiting_client", "waiting_parts", "change_freeze")
COUNTED_REASONS = frozenset({"waiting_client", "waiting_parts"})
CUSTOM_START = "accepted"


@dataclass(frozen=True)
class Case:
    """One item and one question about it; `facts` come in the order of time."""

    facts: tuple[Fact, ...]
    start_name: str
    reopen: str
    now: int
    target: int


def random_case(random: Random, *, origin: int, step: int, steps: int) -> Case:
    """An item that lives for at most `steps` steps from `origin` on."""
    born = origin + random.randrange(max(1, steps // 4)) * step
    life = random.randint(0, steps - (born - origin) // step - 1)
    now = born + life * step
    start_name = "opened" if random.random() < 0.7 else CUSTOM_START
    facts = [Fact(born, "event", "opened")]
    if start_name == CUSTOM_START:
        facts.append(
            Fact(born + random.randint(0, life // 2) * step, "event", CUSTOM_START, seq=random.choice([1, 50]))
        )
    count = random.choice([0, 1, 2, 3, 5, 8, 12])
    facts += [_random_fact(random, born + random.randint(0, life) * step, seq) for seq in range(2, 2 + count)]
    ordered = tuple(sorted(facts, key=lambda fact: (fact.at, fact.seq)))
    target = random.choice([1, step, random.randint(1, max(1, life * step)), random.randint(1, steps * step // 2)])
    return Case(ordered, start_name, random.choice(["resume", "resume", "restart", "ignore"]), now, target)


def _random_fact(random: Random, instant: int, seq: int) -> Fact:
    shape = random.random()
    if shape < 0.45:
        return Fact(instant, "state", random.choice(STATES), seq=seq)
    kind = "pause" if shape < 0.75 else "resume"
    return Fact(instant, kind, random.choice(REASONS), seq=seq)


def disturb(random: Random, facts: tuple[Fact, ...]) -> list[Fact]:
    """The same facts as they might arrive: shuffled, and some of them twice."""
    arrived = [*facts, *random.sample(facts, k=random.randrange(len(facts) + 1))]
    random.shuffle(arrived)
    return arrived
