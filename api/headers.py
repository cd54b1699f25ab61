"""Headers of every answer: a browser runs nothing that came from here, tells nobody where it came
from, and lets no page of another site embed it. Pages that read answers by CORS are not concerned:
Cross-Origin-Resource-Policy is about `<img>`, `<video>` and `<script>`, which send no key."""

from starlette.datastructures import MutableHeaders

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-site",
}
# A picture or a sound that is opened by itself is shown in a document made by the browser.
FILES_CSP = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HTML_CSP = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def harden(headers: MutableHeaders) -> None:
    """Adds them. A route may have its own Content-Security-Policy and Cache-Control."""
    headers.update(ALWAYS)
    html = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", HTML_CSP if html else FILES_CSP)
    # What is shown depends on the key: no shared cache keeps it, and no private one unasked.
    headers.setdefault("Cache-Control", "private, no-cache")
