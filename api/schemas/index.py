"""The root."""

from typing import Literal

from pydantic import BaseModel


class Index(BaseModel):
    """Links by what they lead to, as URI templates."""

    name: Literal["mediaq"] = "mediaq"
    version: str
    links: dict[str, str]
