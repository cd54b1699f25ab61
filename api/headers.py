"""Headers of every answer: a browser runs nothing that came from here, tells nobody where it came
from, and lets no page of another site embed it. Pages that read answers by CORS are not concerned:
Cross-Origin-Resource-Policy is about `<img>`, `<video>` and `<script>`, which send no key."""

from starlette.datastructures import MutableHeaders

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-site"),
)
# A picture or a sound that is opened by itself is shown in a document made by the browser.
FILES_CSP = (
    b"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    b" base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HTML_CSP = (
    b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
    b" frame-ancestors 'none'"
)


def harden(headers: MutableHeaders) -> None:
    """Adds them. A route may have its own Content-Security-Policy and Cache-Control."""
    given = dict(headers.raw)
    headers.raw.extend(ALWAYS)
    if b"content-security-policy" not in given:
        html = given.get(b"content-type", b"").startswith(b"text/html")
        csp = HTML_CSP if html else FILES_CSP
        headers.raw.append((b"content-security-policy", csp))
    # What is shown depends on the key: no shared cache keeps it, and no private one unasked.
    if b"cache-control" not in given:
        headers.raw.append((b"cache-control", b"private, no-cache"))
