"""A random sample that anybody can draw again: from the same files with the same seed, the same ones."""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from ground.kernel.errors import RuleBroken

LONGEST_SEED = 40


def check_sample(*, share: Decimal | None, number: int | None, seed: str) -> str:
    """The seed, stripped; a share in percent or a number, not both."""
    seed = seed.strip()
    if not seed or len(seed) > LONGEST_SEED:
        raise RuleBroken(
            "seed_missing",
            f"请填写随机种子（1至{LONGEST_SEED}字），例如当众抽取的一组数字",
            fields={"seed": "请填写"},
        )
    if (share is None) == (number is None):
        raise RuleBroken(
            "share_or_number",
            "请填写抽查比例或户数中的一项",
            fields={"share": "比例、户数填一项", "number": "比例、户数填一项"},
        )
    if share is not None and not 0 < share <= 100:  # noqa: PLR2004 -- percent
        raise RuleBroken("share_outside", "抽查比例应大于0、不超过100", fields={"share": "0至100"})
    if number is not None and number < 1:
        raise RuleBroken("number_outside", "抽查户数至少为1", fields={"number": "至少为1"})
    return seed


def sample(
    population: Iterable[tuple[str, str]],
    *,
    seed: str,
    share: Decimal | None = None,
    number: int | None = None,
) -> list[str]:
    """Keys drawn from (key, stratum). A share is taken of each stratum, rounded up; a number is dealt
    out to the strata by their size (largest remainder), never more than there are.

    Keys are ordered by the SHA-256 of `seed:key` and the first of each stratum taken, so the draw
    depends on nothing but the seed and the keys.
    """
    strata: dict[str, list[str]] = {}
    for key, stratum in population:
        strata.setdefault(stratum, []).append(key)
    sizes = {stratum: len(strata[stratum]) for stratum in sorted(strata)}
    if share is not None:
        wanted = {
            stratum: int((size * share / 100).to_integral_value(ROUND_CEILING))
            for stratum, size in sizes.items()
        }
    else:
        wanted = _dealt(number or 0, sizes)
    return [
        key
        for stratum in sizes
        for key in sorted(strata[stratum], key=lambda key: _place(seed, key))[: wanted[stratum]]
    ]


def population_hash(keys: Sequence[str]) -> str:
    """What the sample was drawn from, told in one hash of the sorted keys."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _place(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()


def _dealt(number: int, sizes: dict[str, int]) -> dict[str, int]:
    total = sum(sizes.values())
    number = min(number, total)
    if not total:
        return {}
    exact = {stratum: Decimal(number) * size / total for stratum, size in sizes.items()}
    dealt = {stratum: int(part) for stratum, part in exact.items()}
    rest = sorted(sizes, key=lambda stratum: (dealt[stratum] - exact[stratum], stratum))
    for stratum in rest[: number - sum(dealt.values())]:
        dealt[stratum] += 1
    return dealt
