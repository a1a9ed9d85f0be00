"""Running steps, and the small tools they stand on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.errors import Conflict, InventoryError, SettingsError
from inventory.operations.files import is_filled, write_file
from inventory.operations.provision import nginx_site
from inventory.operations.provision.nginx_snippets import snippets
from inventory.operations.provision.step import Notice, Step, Work, run_steps
from inventory.operations.users import call_as, is_device_database

SETTINGS = Settings()


def step(name: str, answer: object, made: list[str], needs: tuple[str, ...] = ()) -> Step:
    def missing(_: Settings) -> Work | Notice | None:
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]

    return Step(name, missing, lambda _: made.append(name), needs)


def test_only_what_is_missing_is_made_and_a_failure_stops_only_what_needs_it() -> None:
    made: list[str] = []
    steps = [
        step("there", None, made),
        step("lacking", Work("create", "it"), made),
        step("ill", Conflict("No.", hint="Do this."), made),
        step("after", Work("create", "that"), made, ("ill",)),
        step("after that", Work("create", "that"), made, ("after",)),
        step("left", Notice("left alone"), made),
        step("beside", Work("start", "x"), made, ("there", "lacking", "left")),
    ]
    told = [(outcome.state, str(outcome)) for outcome in run_steps(steps, SETTINGS)]
    assert told == [
        ("ok", "there: ok"),
        ("done", "lacking: created it"),
        ("failed", "ill: No. Do this."),
        ("skipped", "after: waits for: ill"),
        ("skipped", "after that: waits for: after"),
        ("notice", "left: left alone"),
        ("done", "beside: started x"),
    ]
    assert made == ["lacking", "beside"]


def test_a_check_makes_nothing() -> None:
    made: list[str] = []
    steps = [step("a", Work("create", "it"), made), step("b", None, made, ("a",))]
    assert [outcome.state for outcome in run_steps(steps, SETTINGS, check=True)] == ["would", "skipped"]
    assert made == []


def test_a_fault_of_the_file_system_is_a_sentence() -> None:
    error = PermissionError(13, "Permission denied", "/var/lib/inventory")
    (outcome,) = run_steps([step("state", error, [])], SETTINGS)
    assert str(outcome) == "state: /var/lib/inventory: Permission denied."


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    write_file(path, b"one", mode=0o600)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"one", 0o600)

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"two", mode=0o600)
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_counts_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert not is_filled(path)
    path.touch()
    assert not is_filled(path)
    path.write_text("x")
    assert is_filled(path)


@pytest.mark.parametrize(
    ("url", "is_devices"),
    [
        ("postgresql+psycopg2:///inventory", True),
        ("postgresql+psycopg2:///inventory?port=5433", True),
        ("postgresql+psycopg2://:5433/inventory", True),
        ("postgresql+psycopg2://inventory@/inventory?host=/tmp/x", False),
        ("postgresql+psycopg2:///inventory?host=/tmp/x", False),
        ("postgresql+psycopg2://db.example/inventory", False),
        ("postgresql+psycopg2://me:secret@db.example:5432/inventory", False),
    ],
)
def test_the_devices_own_database_is_known_by_its_url(url: str, is_devices: bool) -> None:
    assert is_device_database(Settings(database_url=url)) is is_devices


def _raise() -> None:
    raise Conflict("Taken.", field="name", hint="Choose another.")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_call_as_another_user_gives_back_results_and_errors() -> None:
    import pwd

    assert call_as("nobody", os.getuid) == pwd.getpwnam("nobody").pw_uid
    assert os.getuid() == 0
    with pytest.raises(InventoryError) as caught:
        call_as("nobody", _raise)
    assert str(caught.value) == "name: Taken. Choose another."
    with pytest.raises(InventoryError, match="does not exist"):
        call_as("no-such-user", os.getuid)
    with pytest.raises(InventoryError, match="ended without an answer"):
        call_as("nobody", os._exit, 3)
    with pytest.raises(InventoryError, match="PermissionError"):
        call_as("nobody", Path("/root/x").write_text, "x")


def test_nginx_listens_to_ipv6_only_where_there_is_any() -> None:
    with_it, without = snippets(SETTINGS, ipv6=True), snippets(SETTINGS, ipv6=False)
    assert with_it["listen-http.conf"] == "listen [::]:80;\n"
    assert without["listen-http.conf"] == without["listen-https.conf"] == ""


def test_nginx_takes_its_limits_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(max_upload_bytes=5_000_000, image_dir_setting=tmp_path, listen="127.0.0.1:8123")
    made = snippets(settings)
    assert f"client_max_body_size {5_000_000 + 1024 * 1024};" in made["server.conf"]
    assert f"alias {tmp_path}/;" in made["server.conf"]
    assert made["upstream.conf"] == "server 127.0.0.1:8123;\n"


@pytest.mark.parametrize("path", ["/srv/my photos", '/srv/"x', "/srv/$host", "/srv/x;}", "photos"])
def test_a_photo_folder_that_nginx_would_misread_is_refused(path: str) -> None:
    with pytest.raises(SettingsError, match="IMAGE_DIR"):
        snippets(Settings(image_dir_setting=Path(path)))


@pytest.mark.parametrize(
    ("text", "is_default"),
    [
        ("server {\n    listen 80 default_server;\n}", True),
        ("server { listen [::]:443 ssl http2 default_server; }", True),
        ("server { listen 80 default; }", True),
        ("server { server_name a;listen 80 default_server; }", True),
        ("server {\n    # listen 80 default_server;\n    listen 80;\n}", False),
        ("server { listen 80; server_name default_server.example; }", False),
        ("server { listen 127.0.0.1:81; }", False),
    ],
)
def test_default_servers_of_nginx_are_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, is_default: bool
) -> None:
    enabled = tmp_path / "sites-enabled"
    enabled.mkdir()
    (enabled / "other").write_text(text)
    monkeypatch.setattr(nginx_site, "NGINX", tmp_path)
    assert nginx_site.other_default_server() == (str(enabled / "other") if is_default else None)
