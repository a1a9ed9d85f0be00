"""Users, passwords, tokens and first set-up on a real database."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from inventory.accounts import service
from inventory.accounts.setup_codes import ensure_setup_code, read_setup_code
from inventory.config import Settings
from inventory.errors import Conflict, InvalidInput, NotFound, NotSignedIn

PASSWORD = "three words make one"


def test_setup_wants_the_code_and_uses_it_up(engine: sa.Engine, settings: Settings) -> None:
    code = ensure_setup_code(settings)
    with pytest.raises(InvalidInput, match="not the code"):
        service.set_up(engine, settings, code="AAAA-AAAA-AAAA", username="ann", password=PASSWORD)
    assert service.needs_setup(engine)
    user = service.set_up(engine, settings, code=code.lower().replace("-", " "), username="ann", password=PASSWORD)
    assert user.role == "admin"
    assert read_setup_code(settings) is None
    with pytest.raises(Conflict):
        service.set_up(engine, settings, code=code, username="eve", password=PASSWORD)


def test_setup_without_a_waiting_code_is_refused(engine: sa.Engine, settings: Settings) -> None:
    with pytest.raises(InvalidInput):
        service.set_up(engine, settings, code="", username="ann", password=PASSWORD)


def test_two_people_setting_up_at_once_make_one_administrator(engine: sa.Engine, settings: Settings) -> None:
    code = ensure_setup_code(settings)
    results: list[object] = []

    def attempt(name: str) -> None:
        try:
            results.append(service.set_up(engine, settings, code=code, username=name, password=PASSWORD))
        except (Conflict, InvalidInput) as error:
            results.append(error)

    threads = [threading.Thread(target=attempt, args=(name,)) for name in ("ann", "bob", "cid")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(result, service.User) for result in results) == 1
    assert len(service.list_users(engine)) == 1


def test_setup_code_file_is_readable_by_its_owner_only(settings: Settings) -> None:
    assert ensure_setup_code(settings) == ensure_setup_code(settings)
    assert settings.setup_code_file.stat().st_mode & 0o777 == 0o600


def test_sign_in_takes_the_right_password_only(engine: sa.Engine) -> None:
    service.add_user(engine, username="Ann@example.org", password=PASSWORD, role="editor")
    assert service.sign_in(engine, "ann@EXAMPLE.org", PASSWORD).username == "Ann@example.org"
    for name, password in (("ann@example.org", "wrong password"), ("nobody", PASSWORD), ("", "")):
        with pytest.raises(NotSignedIn):
            service.sign_in(engine, name, password)


def test_a_name_is_taken_whatever_its_case(engine: sa.Engine) -> None:
    service.add_user(engine, username="ann", password=PASSWORD, role="viewer")
    with pytest.raises(Conflict, match="exists already"):
        service.add_user(engine, username="ANN", password=PASSWORD, role="viewer")


@pytest.mark.parametrize(
    ("username", "password"),
    [("", PASSWORD), ("a b", PASSWORD), ("x" * 255, PASSWORD), ("ann", "short"), ("ann", "a" * 20), ("ann", "x" * 201)],
)
def test_bad_names_and_passwords_are_refused(engine: sa.Engine, username: str, password: str) -> None:
    with pytest.raises(InvalidInput):
        service.add_user(engine, username=username, password=password, role="viewer")
    assert service.list_users(engine) == []


def test_a_disabled_user_is_out_at_once(engine: sa.Engine) -> None:
    service.add_user(engine, username="boss", password=PASSWORD, role="admin")
    ann = service.add_user(engine, username="ann", password=PASSWORD, role="editor")
    token = service.create_token(engine, "ann", "test")
    assert service.get_session_user(engine, ann.id, ann.session_epoch)
    assert service.get_token_user(engine, token)
    service.set_disabled(engine, "ann", True)
    assert service.get_session_user(engine, ann.id, ann.session_epoch) is None
    assert service.get_token_user(engine, token) is None
    with pytest.raises(NotSignedIn):
        service.sign_in(engine, "ann", PASSWORD)
    service.set_disabled(engine, "ann", False)
    assert service.sign_in(engine, "ann", PASSWORD)


def test_the_last_administrator_stays(engine: sa.Engine) -> None:
    service.add_user(engine, username="boss", password=PASSWORD, role="admin")
    with pytest.raises(Conflict, match="only administrator"):
        service.set_disabled(engine, "boss", True)
    with pytest.raises(NotFound):
        service.set_disabled(engine, "nobody", True)


def test_a_new_password_ends_sessions(engine: sa.Engine) -> None:
    ann = service.add_user(engine, username="ann", password=PASSWORD, role="editor")
    service.set_password(engine, "ann", "another good password")
    assert service.get_session_user(engine, ann.id, ann.session_epoch) is None
    assert service.sign_in(engine, "ann", "another good password")


def test_no_password_or_token_is_stored_as_it_is(engine: sa.Engine) -> None:
    service.add_user(engine, username="ann", password=PASSWORD, role="editor")
    token = service.create_token(engine, "ann", "test")
    with engine.connect() as connection:
        for table in ("user_account", "api_token", "audit_event"):
            for row in connection.execute(sa.text(f"SELECT t::text FROM {table} t")):
                assert PASSWORD not in row[0]
                assert token not in row[0]
