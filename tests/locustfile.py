"""Clients under locust: upload, ask, look, list, delete.

`locust -f tests/locustfile.py --host http://127.0.0.1:8000`; a key is taken from MEDIAQ_API_KEY.
Each client deletes its asset when it ends; workers may run or not.
"""

import io
import os
import random
import wave

from locust import HttpUser, between, task


def noise() -> bytes:
    """A second of a sound that nobody else has."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(random.randbytes(16000))
    return buffer.getvalue()


class Reviewer(HttpUser):
    """Someone who follows the review of one sound."""

    wait_time = between(0.05, 0.5)

    def on_start(self) -> None:
        """Uploads it."""
        if key := os.environ.get("MEDIAQ_API_KEY"):
            self.client.headers["Authorization"] = f"Bearer {key}"
        made = self.client.post("/api/upload", files={"file": ("noise.wav", noise())})
        made.raise_for_status()
        self.asset: str = made.json()["asset_id"]
        self.analysis: str = made.json()["analysis_id"]
        self.status()

    def on_stop(self) -> None:
        """Deletes it, and what was made of it."""
        self.client.delete(f"/api/v1/assets/{self.asset}", name="/api/v1/assets/{id}")

    @task(10)
    def status(self) -> None:
        """Where the newest analysis stands."""
        self.client.get(f"/api/media/status/{self.analysis}", name="/api/media/status/{id}")

    @task(3)
    def review(self) -> None:
        """All of it."""
        self.client.get(f"/api/v1/analyses/{self.analysis}", name="/api/v1/analyses/{id}")

    @task(2)
    def history(self) -> None:
        """What there is."""
        self.client.get("/api/media/history?page=1&per_page=20", name="/api/media/history")

    @task(1)
    def analyze(self) -> None:
        """Asks again."""
        order = {"asset_id": self.asset, "prompt": f"again {random.random()}"}
        asked = self.client.post("/api/media/analyze", json=order)
        asked.raise_for_status()
        self.analysis = asked.json()["analysis_id"]
