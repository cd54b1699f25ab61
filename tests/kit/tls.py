"""A server certificate that one client trusts, made by openssl."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@dataclass(frozen=True)
class Identity:
    """A server's side of TLS, and a client's that trusts it; `hellos` are the names asked for."""

    server: ssl.SSLContext
    client: ssl.SSLContext
    hellos: list[str] = field(default_factory=list)


def identity_of(name: str, folder: Path) -> Identity:
    """Certificate and key in a folder, for a name."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    named = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", *made.split(), *named, *files], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    found = Identity(server, ssl.create_default_context(cafile=str(cert)))
    server.sni_callback = lambda socket, asked, context: found.hellos.append(asked)
    return found
