"""API keys: when one is needed, which are good, and what each may do."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from starlette.testclient import TestClient

from api import keyring
from api.app import create_app
from api.errors import NotProtected
from mediaq import keys
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.media import MP4, accepted
from tests.api.problem import refused
from tests.kit.connections import Connection, value
from tests.kit.wait import wait_for

STATUS = "/api/media/status"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered of keys between two requests."""
    monkeypatch.setattr(keyring, "FRESH_SECONDS", 0.0)


def with_(settings: Settings, **changes: Any) -> Settings:
    return settings.model_copy(update=changes)


def test_without_any_key_loopback_is_open_until_there_is_one(
    client: TestClient, connection: Connection
) -> None:
    assert client.get(STATUS).status_code == 200
    key = make(connection)
    wait_for(lambda: client.get(STATUS).status_code == 401)
    assert client.get(STATUS, headers=bearer(key)).status_code == 200
    connection.execute("update mediaq.api_keys set revoked_at = mediaq.now()")
    wait_for(lambda: client.get(STATUS).status_code == 200)


def test_a_revoked_key_stops_working_without_a_restart(
    client: TestClient, connection: Connection
) -> None:
    make(connection)
    key = make(connection)
    assert client.get(STATUS, headers=bearer(key)).status_code == 200
    connection.execute(
        "update mediaq.api_keys set revoked_at = mediaq.now() where id = %s", [key[3:11]]
    )
    wait_for(lambda: client.get(STATUS, headers=bearer(key)).status_code == 401, 5)


@pytest.mark.usefixtures("at_once")
def test_all_refusals_are_alike(client: TestClient, connection: Connection) -> None:
    good, expired = make(connection), make(connection, expires_in="-1 second")
    id, secret = good[3:11], good[12:]
    texts = [
        *("", "x", "Bearer", "Bearer ", f"Basic {good}", f"Bearer {good}x", good[:-1]),
        *(f"Bearer {keys.generate().text}", f"Bearer mq_{id}_{keys.generate().text[12:]}"),
        *(f"Bearer mq_{'a' * 8}_{secret}", f"Bearer {expired}", f"Bearer {good} {good}"),
        *("Bearer mq_' or 1=1--_x", "Bearer " + "m" * 9000),
    ]
    answers = [
        client.get(STATUS, headers={"Authorization": text, "X-Request-Id": "1"}) for text in texts
    ]
    assert client.get(STATUS, headers=bearer(good)).status_code == 200
    for answer in answers:
        refused(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert len({answer.content for answer in answers}) == 1


def test_a_key_in_its_own_header(client: TestClient, connection: Connection) -> None:
    key = make(connection)
    assert client.get(STATUS, headers={"X-API-Key": key}).status_code == 200
    assert client.get(STATUS, headers={"Authorization": f"bearer  {key}"}).status_code == 200


@pytest.mark.parametrize(
    ("scope", "reads", "writes"), [("read", 200, 403), ("write", 403, 202), ("admin", 403, 403)]
)
def test_scopes(
    client: TestClient, connection: Connection, scope: str, reads: int, writes: int
) -> None:
    headers = bearer(make(connection, "ann", scope))
    assert client.get(STATUS, headers=headers).status_code == reads
    files = {"file": ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(100), "video/mp4")}
    answer = client.post("/api/upload", files=files, headers=headers)
    assert answer.status_code == writes
    if writes == 403:
        refused(answer, 403, "forbidden")


def test_a_configured_key(settings: Settings) -> None:
    app = create_app(with_(settings, api_key=SecretStr("open-sesame")))
    with TestClient(app) as client:
        refused(client.get(STATUS), 401, "unauthenticated")
        refused(client.get(STATUS, headers=bearer("open-sesam")), 401, "unauthenticated")
        assert client.get(STATUS, headers=bearer("open-sesame")).status_code == 200


def test_a_configured_key_that_fits_no_header_is_refused_and_not_shown() -> None:
    with pytest.raises(ValidationError) as refusal:
        Settings(_env_file=None, api_key=SecretStr("open sesame"))
    assert "sesame" not in str(refusal.value)
    assert Settings(_env_file=None, api_key=SecretStr("")).api_key is None


def test_a_pepper(settings: Settings, connection: Connection) -> None:
    plain = make(connection)
    peppered = keys.generate()
    connection.execute(
        "insert into mediaq.api_keys (id, name, owner, secret_sha256, scopes)"
        " values (%s, 'x', 'local', %s, '{read}')",
        [peppered.id, peppered.digest("salt")],
    )
    with TestClient(create_app(with_(settings, key_pepper=SecretStr("salt")))) as client:
        assert client.get(STATUS, headers=bearer(peppered.text)).status_code == 200
        assert client.get(STATUS, headers=bearer(plain)).status_code == 401


def test_use_is_noted_once_a_minute(client: TestClient, connection: Connection) -> None:
    headers = bearer(make(connection))
    last = "select last_used_at from mediaq.api_keys"
    assert value(connection, last) is None
    client.get(STATUS, headers=headers)
    first = value(connection, last)
    assert first is not None
    client.get(STATUS, headers=headers)
    connection.execute("select mediaq.api_key_used(id) from mediaq.api_keys")
    assert value(connection, last) == first
    connection.execute("update mediaq.api_keys set last_used_at = last_used_at - interval '61 s'")
    connection.execute("select mediaq.api_key_used(id) from mediaq.api_keys")
    assert value(connection, last) > first - value(connection, "select interval '1 s'")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "media.example"])
def test_a_public_address_without_a_key_is_refused_at_start(
    settings: Settings, connection: Connection, host: str
) -> None:
    public = with_(settings, host=host)
    with pytest.raises(NotProtected, match="MEDIAQ_OPEN"), TestClient(create_app(public)):
        pass
    with TestClient(create_app(with_(public, open=True))) as client:
        assert client.get(STATUS).status_code == 200
    key = make(connection)
    with TestClient(create_app(public)) as client:
        assert client.get(STATUS, headers=bearer(key)).status_code == 200
        connection.execute("update mediaq.api_keys set revoked_at = mediaq.now()")
        wait_for(lambda: client.get(STATUS, headers=bearer(key)).status_code == 401)


@pytest.fixture
def strict(settings: Settings) -> Iterator[TestClient]:
    """Without names of its own beside loopback's."""
    with TestClient(create_app(with_(settings, hosts=()))) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "127.9.9.9", "[::1]:80", "app.localhost", "LOCALHOST"]
)
def test_an_open_server_answers_to_loopback_s_names(strict: TestClient, host: str) -> None:
    assert strict.get(STATUS, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.0.2.1",
        "",
        "[",
        "0.0.0.0",
        "evil.example:8000@localhost/",
        "localhost@evil.example",
    ],
)
def test_an_open_server_answers_to_no_other_name(strict: TestClient, host: str) -> None:
    refused(strict.get(STATUS, headers={"Host": host}), 421, "misdirected")


@pytest.mark.parametrize("path", ["health?", "health/", "health#"])
def test_a_host_that_looks_like_a_path_opens_nothing(
    client: TestClient, connection: Connection, path: str
) -> None:
    make(connection)
    answer = client.get(STATUS, headers={"Host": f"testserver/{path}"})
    refused(answer, 401, "unauthenticated")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:3000", 200),
        ("http://testserver", 200),
        ("https://app.example", 200),
        ("https://evil.example", 403),
        ("https://localhost.evil.example", 403),
        ("null", 403),
        ("[", 403),
    ],
)
def test_pages_of_other_sites_get_no_answer_without_a_key(
    settings: Settings, connection: Connection, origin: str, status: int
) -> None:
    listed = with_(settings, cors_origins=("*", "https://app.example"))
    with TestClient(create_app(listed)) as client:
        answer = client.get(STATUS, headers={"Origin": origin})
        assert answer.status_code == status
        if status == 403:
            refused(answer, 403, "cross_site")


@pytest.mark.usefixtures("at_once")
def test_with_a_key_every_name_and_site_will_do(client: TestClient, connection: Connection) -> None:
    headers = {**bearer(make(connection)), "Origin": "https://evil.example", "Host": "a.example"}
    assert client.get(STATUS, headers=headers).status_code == 200


def test_what_a_key_makes_is_its_owner_s(client: TestClient, connection: Connection) -> None:
    accepted(client)
    owners = "select string_agg(owner, ',' order by id) from mediaq.analysis"
    assert value(connection, owners) == "local"
    for owner, content in (("ann", MP4), ("*", MP4 + b"another")):
        client.headers.update(bearer(make(connection, owner)))
        accepted(client, content)
    assert value(connection, owners) == "local,ann,local"
    assert value(connection, owners.replace("analysis", "media_assets")) == "local,ann,local"


def test_a_database_without_roles_serves_no_single_owner(
    client: TestClient, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, everybody = make(connection, "ann"), make(connection, "*")
    services = client.app.state.services  # type: ignore[attr-defined]
    monkeypatch.setattr(
        services.database, "access", type(services.database.access)(services.database.access.url)
    )
    refused(client.get(STATUS, headers=bearer(one)), 503, "row_security_off")
    assert client.get(STATUS, headers=bearer(everybody)).status_code == 200


def test_a_key_shows_itself_nowhere() -> None:
    key = keys.generate()
    assert key.text not in repr(key)
    assert key.text not in f"{key}"
