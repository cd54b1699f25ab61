"""What a finding is: kinds with their thresholds and sources, profiles, stretches of time."""
