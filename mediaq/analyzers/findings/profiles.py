"""Delivery profiles: how loud a programme should be and how high its peaks may reach."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Profile:
    """Target and tolerance of the level, limit of the peaks.

    A level by `loudness` is integrated, in LUFS and LU, its peaks are true peaks in dBTP; a level
    by `rms` is in dB, its peaks are those of samples, and its pauses may not be louder than
    `noise_floor` dB. A `target` is what platforms are commonly set to, no specification that a
    delivery may fail.
    """

    name: str
    level: float
    tolerance: float
    peak: float
    source: str
    dialogue_gated: bool = False
    measure: Literal["loudness", "rms"] = "loudness"
    noise_floor: float | None = None
    target: bool = False

    def off_target(self, level: float) -> bool:
        """Whether a level lies outside the tolerance."""
        return abs(level - self.level) > self.tolerance


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("web", -14.0, 2.0, -1.0, "common platform target", target=True),
        Profile("podcast", -16.0, 1.0, -1.0, "common podcast target", target=True),
        Profile("ebu", -23.0, 0.5, -1.0, "EBU R 128 v5.0"),
        Profile("atsc", -24.0, 2.0, -2.0, "ATSC A/85"),
        Profile("netflix", -27.0, 2.0, -2.0, "Netflix delivery specification", True),
        Profile(
            *("audiobook", -20.5, 2.5, -3.0, "ACX audio submission requirements"),
            measure="rms",
            noise_floor=-60.0,
        ),
    )
}


def profile_named(name: str) -> Profile:
    """The profile of that name; `web` for a name that is not known."""
    return PROFILES.get(name, PROFILES["web"])
