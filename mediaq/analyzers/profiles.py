"""Delivery profiles: how loud a programme should be and how high its peaks may reach."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """Target and tolerance of the integrated loudness in LUFS and LU, true peak limit in dBTP."""

    name: str
    loudness: float
    tolerance: float
    true_peak: float
    source: str
    dialogue_gated: bool = False

    def off_target(self, loudness: float) -> bool:
        """Whether an integrated loudness in LUFS lies outside the tolerance."""
        return abs(loudness - self.loudness) > self.tolerance


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("web", -14.0, 2.0, -1.0, "common platform target"),
        Profile("podcast", -16.0, 1.0, -1.0, "common podcast target"),
        Profile("ebu", -23.0, 0.5, -1.0, "EBU R 128 v5.0"),
        Profile("atsc", -24.0, 2.0, -2.0, "ATSC A/85"),
        Profile("netflix", -27.0, 2.0, -2.0, "Netflix delivery specification", True),
    )
}


def profile_named(name: str) -> Profile:
    """The profile of that name; `web` for a name that is not known."""
    return PROFILES.get(name, PROFILES["web"])
