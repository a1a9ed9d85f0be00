"""What the first boot of a flashed card leaves for the app: the administrator, and words for the setup page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from inventory.accounts import service
from inventory.accounts.passwords import hash_password
from inventory.accounts.setup_codes import ensure_setup_code, read_setup_code
from inventory.config import Settings
from inventory.errors import Conflict, InvalidInput
from inventory.operations.firstboot import report
from inventory.operations.firstboot.journal import Journal

PASSWORD = "a cupboard full of hooks"


def test_an_administrator_with_a_hash_can_sign_in_and_the_code_is_gone(engine: sa.Engine, settings: Settings) -> None:
    ensure_setup_code(settings)
    user = service.set_up_with_hash(engine, settings, username="ada", password_hash=hash_password(PASSWORD))
    assert (user.role, service.sign_in(engine, "ada", PASSWORD).id) == ("admin", user.id)
    assert read_setup_code(settings) is None


def test_where_somebody_has_an_account_the_card_makes_no_other(engine: sa.Engine, settings: Settings) -> None:
    service.add_user(engine, username="bob", password=PASSWORD, role="viewer")
    with pytest.raises(Conflict):
        service.set_up_with_hash(engine, settings, username="ada", password_hash=hash_password(PASSWORD))
    assert [user.username for user in service.list_users(engine)] == ["bob"]


def test_a_name_that_cannot_be_one_is_refused(engine: sa.Engine, settings: Settings) -> None:
    with pytest.raises(InvalidInput):
        service.set_up_with_hash(engine, settings, username="ada lovelace", password_hash=hash_password(PASSWORD))
    assert service.needs_setup(engine)


def test_the_setup_page_shows_faults_and_name(anonymous: FlaskClient, settings: Settings) -> None:
    journal = Journal(faults={"hostname": "a <b>name</b> is one label."}, username="ada@example.org")
    report.for_setup_page(settings, journal, {"card": "the card is too small."})
    page = anonymous.get("/setup").text
    assert "hostname: a &lt;b&gt;name&lt;/b&gt; is one label." in page
    assert "card: the card is too small." in page
    assert 'value="ada@example.org"' in page


def test_a_report_with_nothing_to_tell_is_removed(anonymous: FlaskClient, settings: Settings) -> None:
    report.for_setup_page(settings, Journal(faults={"hostname": "wrong."}), {})
    report.for_setup_page(settings, Journal(), {})
    assert not settings.setup_report_file.exists()
    assert "could be used" not in anonymous.get("/setup").text


def test_a_damaged_report_does_not_stop_the_setup(anonymous: FlaskClient, settings: Settings) -> None:
    settings.setup_report_file.write_text('{"faults": ')
    assert anonymous.get("/setup").status_code == 200
