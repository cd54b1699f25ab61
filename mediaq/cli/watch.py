"""`mediaq watch`: follows an analysis that is already there."""

from dataclasses import asdict
from typing import Annotated

import typer

from mediaq.cli.client import Api
from mediaq.cli.follow import analysis_id, follow, follow_visibly, print_findings, trouble
from mediaq.cli.options import AsJson, Url, api_key, api_url
from mediaq.cli.output import emit
from mediaq.errors import MediaqError


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="An analysis, or an asset.")],
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Follow an analysis and print its findings.

    With --json: one line {"event": "change", ...} for each change, then one {"event": "ended"}
    with the whole analysis. The exit code is 1 when it failed or a finding could not be spoken.
    """
    with Api(api_url(url), api_key()) as api:
        found = analysis_id(api, id)
        if as_json:
            analysis = follow(
                api,
                found,
                lambda state: emit({"event": "change", "analysis_id": found, **asdict(state)}),
            )
            emit({"event": "ended", "analysis_id": found, "analysis": analysis})
        else:
            analysis = follow_visibly(api, found)
            print_findings(analysis, api.url)
    if why := trouble(analysis):
        raise MediaqError(why)
