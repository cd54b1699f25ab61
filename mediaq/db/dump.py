"""The schema as text: what `sql/schema.sql` holds, so that a change of it can be read as a diff.

Functions appear with what they promise (arguments, definer, search path), not with their bodies:
those are reviewed in `sql/functions`, where they are written.
"""

import re
import subprocess

from mediaq.db.embedded import binaries
from mediaq.errors import DatabaseUnavailable

# The migration tool's own tables: they change with its releases, not with ours.
_YOYO = r"(_yoyo_\w+|yoyo_lock)"
# In this order: what pg_dump says about itself and its session, yoyo, headings, bodies, gaps.
_EDITS = [
    (r"(?m)^(\\(un)?restrict .*|SET .*|SELECT pg_catalog.*|-- (Dumped|PostgreSQL) .*|--)\n", ""),
    (rf"(?m)^(-- Name: {_YOYO}[ ;]|(ALTER TABLE|CREATE POLICY) .*mediaq\.{_YOYO} ).*\n", ""),
    (r"(?m)^-- Name: (.+); Type: (.+); Schema: .*$", r"-- \2 \1"),
    (r"(?s) AS \$(\w*)\$\n?.*?\$\1\$;", " AS …;"),
    (r"\n{3,}", "\n\n"),
]


def dump(url: str) -> str:
    """The schema `mediaq` of a database, without what changes from run to run.

    Comparable between servers of one major version only: later ones name more constraints.
    Raises DatabaseUnavailable, with pg_dump's words, when it cannot be read.
    """
    command = [str(binaries() / "pg_dump"), url, "--schema-only", "--no-owner", "--schema=mediaq"]
    excluded = ["--exclude-table=mediaq._yoyo_*", "--exclude-table=mediaq.yoyo_lock"]
    ran = subprocess.run([*command, *excluded], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise DatabaseUnavailable(ran.stderr.strip())
    text = ran.stdout
    for pattern, replacement in _EDITS:
        text = re.sub(pattern, replacement, text)
    return text.strip() + "\n"
