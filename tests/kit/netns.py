"""A network of its own for a worker, in which packets can really be dropped."""

import secrets
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Network:
    """`prefix` runs a command in it; from there, this machine is at `host`."""

    name: str
    host: str

    @property
    def prefix(self) -> Sequence[str]:
        """What comes before the command."""
        return ["ip", "netns", "exec", self.name]

    def drop(self) -> None:
        """No packet gets in or out, and nobody is told."""
        for chain in ("INPUT", "OUTPUT"):
            _run(*self.prefix, "iptables", "-A", chain, "-j", "DROP")

    def heal(self) -> None:
        """All packets pass again."""
        _run(*self.prefix, "iptables", "-F")


@contextmanager
def network() -> Iterator[Network]:
    """One with a wire to this machine; the test is skipped where none can be made."""
    tag = secrets.token_hex(3)
    third, fourth = secrets.randbelow(256), 4 * secrets.randbelow(64)
    made = Network(f"mediaq-{tag}", f"10.213.{third}.{fourth + 1}")
    near, far = f"mqa{tag}", f"mqb{tag}"
    inside = ("ip", "-n", made.name)
    try:
        _run("ip", "netns", "add", made.name)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a network can not be made here")
    try:
        wire = ("ip", "link", "add", near, "type", "veth", "peer", "name", far)
        try:
            _run(*wire, "netns", made.name)
            _run("ip", "address", "add", f"{made.host}/30", "dev", near)
            _run("ip", "link", "set", near, "up")
            _run(*inside, "address", "add", f"10.213.{third}.{fourth + 2}/30", "dev", far)
            _run(*inside, "link", "set", far, "up")
            made.heal()
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("a network can not be wired or filtered here")
        yield made
    finally:
        _run("ip", "netns", "delete", made.name)  # the wire goes with it


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
