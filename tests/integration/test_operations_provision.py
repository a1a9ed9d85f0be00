"""`inventory provision` on a device without systemd: a real cluster, peer authentication, a real nginx."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.support.device import Device

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces of a device need root")

SECRETS = (
    "/var/lib/inventory/config/secret-key /var/lib/inventory/ssl/inventory.key /var/lib/inventory/ssl/inventory.crt"
)


@pytest.fixture
def bare() -> Iterator[Device]:
    """A device with the packages, without a cluster, that was never provisioned."""
    with Device() as device:
        device.sh("pg_lsclusters -h | while read version name rest; do pg_dropcluster --stop $version $name; done")
        yield device


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    """A provisioned device: PostgreSQL and nginx run."""
    with Device() as device:
        device.sh("pg_lsclusters -h | while read version name rest; do pg_dropcluster --stop $version $name; done")
        device.provision()
        device.sh("pg_ctlcluster 15 main start; nginx")
        done = device.provision()
        assert done.returncode == 0, done.stdout + done.stderr
        yield device


def sql(device: Device, statement: str, database: str = "inventory") -> str:
    return device.run(
        "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement, user="postgres", check=True
    ).stdout.strip()


def test_check_changes_nothing(bare: Device) -> None:
    done = bare.provision("--check")
    assert done.returncode == 1
    assert "would create PostgreSQL cluster 15/main" in done.stdout
    assert bare.sh("ls /var/lib/inventory /etc/postgresql/15/main 2>/dev/null || true") == ""


def test_where_nothing_runs_it_makes_what_it_can_and_says_what_is_missing(bare: Device) -> None:
    done = bare.provision()
    assert done.returncode == 1
    assert "PostgreSQL (15/main) is not running" in done.stderr
    assert "Traceback" not in done.stderr
    assert bare.sh(f"ls {SECRETS}").count("\n") == 3
    bare.sh("pg_ctlcluster 15 main start")
    second = bare.provision()
    assert second.returncode == 0, second.stderr
    assert "created the database inventory" in second.stdout


def test_a_second_run_finds_nothing_to_do_and_keeps_the_secrets(device: Device) -> None:
    before = device.sh(f"sha256sum {SECRETS}")
    done = device.provision()
    assert done.returncode == 0
    assert {line.partition(": ")[2] for line in done.stdout.splitlines()} == {"ok"}
    assert device.sh(f"sha256sum {SECRETS}") == before
    assert device.provision("--check").returncode == 0


def test_the_cluster_is_utf8_with_checksums(device: Device) -> None:
    assert sql(device, "SHOW data_checksums") == "on"
    query = "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = 'template1'"
    assert sql(device, query) == "UTF8|C.UTF-8"


def test_the_role_has_no_password_and_no_rights_and_only_its_own_user_may_use_it(device: Device) -> None:
    query = (
        "SELECT rolpassword IS NULL, rolsuper, rolcreaterole, rolcreatedb FROM pg_authid WHERE rolname = 'inventory'"
    )
    assert sql(device, query) == "t|f|f|f"
    device.run("psql", "-XAtd", "inventory", "-c", "SELECT 1", user="inventory", check=True)
    stranger = device.run("psql", "-XAtd", "inventory", "-U", "inventory", "-c", "SELECT 1", user="nobody")
    assert "Peer authentication failed" in stranger.stderr


def test_other_roles_may_not_even_connect(device: Device) -> None:
    sql(device, "CREATE ROLE nobody LOGIN")
    refused = device.run("psql", "-XAtd", "inventory", "-c", "SELECT 1", user="nobody")
    assert "permission denied for database" in refused.stderr


def test_owners_and_modes(device: Device) -> None:
    found = device.sh("cd /var/lib/inventory; stat -c '%n %a %U:%G' . config images backups ssl nginx config/* ssl/*")
    assert dict(line.split(" ", 1) for line in found.splitlines()) == {
        ".": "711 root:root",
        "config": "700 inventory:inventory",
        "images": "750 inventory:inventory",
        "backups": "700 inventory:inventory",
        "ssl": "700 root:root",
        "nginx": "700 root:root",
        "config/secret-key": "600 inventory:inventory",
        "config/setup-code": "600 inventory:inventory",
        "ssl/inventory.key": "600 root:root",
        "ssl/inventory.crt": "644 root:root",
    }


def test_wrong_modes_are_mended(device: Device) -> None:
    device.sh("chmod 644 /var/lib/inventory/config/secret-key; chmod 777 /var/lib/inventory/images")
    device.sh("chown inventory /var/lib/inventory/ssl/inventory.key")
    done = device.provision()
    assert done.returncode == 0
    assert done.stdout.count("repaired") == 3
    test_owners_and_modes(device)


def test_an_empty_secret_key_counts_as_missing_and_another_is_never_replaced(device: Device) -> None:
    device.sh(": > /var/lib/inventory/config/secret-key")
    assert "created /var/lib/inventory/config/secret-key" in device.provision().stdout
    key = device.sh("cat /var/lib/inventory/config/secret-key").strip()
    assert len(bytes.fromhex(key)) == 32
    device.sh("echo a-key-of-the-owner-that-is-long-enough > /var/lib/inventory/config/secret-key")
    device.provision()
    assert "a-key-of-the-owner" in device.sh("cat /var/lib/inventory/config/secret-key")


def test_openssl_agrees_with_the_certificate(device: Device) -> None:
    device.sh("rm /var/lib/inventory/ssl/*")
    assert "created key and certificate" in device.provision().stdout
    device.sh("cd /var/lib/inventory/ssl; openssl verify -x509_strict -CAfile inventory.crt inventory.crt")
    text = device.sh("openssl x509 -in /var/lib/inventory/ssl/inventory.crt -noout -text")
    name = device.sh("hostname").strip()
    for wanted in (f"DNS:{name},", f"DNS:{name}.local", "DNS:localhost", "IP Address:127.0.0.1", "prime256v1"):
        assert wanted in text


def test_a_lost_certificate_is_made_anew_with_the_same_key(device: Device) -> None:
    key = device.sh("sha256sum /var/lib/inventory/ssl/inventory.key")
    device.sh(": > /var/lib/inventory/ssl/inventory.crt")
    assert "created the certificate" in device.provision().stdout
    assert device.sh("sha256sum /var/lib/inventory/ssl/inventory.key") == key


def test_old_extensions_are_brought_to_the_installed_version_and_vector_indexes_rebuilt(device: Device) -> None:
    sql(device, "CREATE TABLE probe (v vector(3)); CREATE INDEX probe_index ON probe USING hnsw (v vector_l2_ops)")
    before = sql(device, "SELECT pg_relation_filenode('probe_index')")
    sql(device, "UPDATE pg_extension SET extversion = '0.8.0' WHERE extname = 'vector'")
    assert "updated the extensions vector" in device.provision().stdout
    query = "SELECT default_version = installed_version FROM pg_available_extensions WHERE name = 'vector'"
    assert sql(device, query) == "t"
    assert sql(device, "SELECT pg_relation_filenode('probe_index')") != before
    sql(device, "DROP TABLE probe")


def test_a_newer_schema_is_refused_with_a_sentence(device: Device) -> None:
    revision = sql(device, "SELECT version_num FROM alembic_version")
    sql(device, "UPDATE alembic_version SET version_num = '9999'")
    done = device.provision()
    sql(device, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert done.returncode == 1
    assert "newer than this program knows" in done.stderr
    assert device.provision().returncode == 0


def test_root_runs_commands_as_the_program(device: Device) -> None:
    """Root has no role in the database, and what it makes must be readable for the program."""
    device.sh("rm /var/lib/inventory/config/setup-code")
    code = device.sh("inventory setup-code").strip()
    assert len(code) == 14
    assert device.sh("stat -c '%a %U' /var/lib/inventory/config/setup-code") == "600 inventory\n"
    assert device.run("inventory", "db", "status").returncode == 0
    assert "removed for good: 0 items" in device.sh("inventory housekeeping")


def test_root_imports_a_file_that_only_root_may_read(device: Device) -> None:
    device.sh("printf 'name,quantity\\nA secret thing,2\\n' > /root/list.csv; chmod 600 /root/list.csv")
    device.sh("inventory import /root/list.csv")
    assert sql(device, "SELECT quantity::int FROM item WHERE name = 'A secret thing'") == "2"


def test_a_cluster_that_a_power_cut_left_half_made_is_made_again(bare: Device) -> None:
    bare.sh("setsid inventory provision > /dev/null 2>&1 & echo $! > /run/provision.pid")
    begun = "[ -e /var/lib/inventory/creating-cluster ] && [ -e /var/lib/postgresql/15/main/base ]"
    bare.sh(f"until {begun}; do sleep .01; done")
    bare.sh("kill -KILL -- -$(cat /run/provision.pid); sleep .3; pkill -KILL -u postgres || true")
    assert bare.sh("ls /var/lib/inventory/creating-cluster")
    done = bare.provision()
    assert "created PostgreSQL cluster 15/main" in done.stdout, done.stderr
    bare.sh("pg_ctlcluster 15 main start")
    assert bare.provision().returncode == 0
    assert bare.sh("ls -A /var/lib/inventory").count("creating") == 0


def test_a_cluster_whose_disk_is_not_mounted_is_left_alone(bare: Device) -> None:
    bare.sh(
        "pg_createcluster 15 main; mv /var/lib/postgresql/15/main /root/elsewhere; mkdir /var/lib/postgresql/15/main"
    )
    done = bare.provision()
    assert done.returncode == 1
    assert "has no data" in done.stderr
    assert bare.sh("ls -A /var/lib/postgresql/15/main") == ""
    assert bare.sh("ls /etc/postgresql/15/main/postgresql.conf")


def test_an_existing_cluster_in_another_encoding_gets_a_utf8_database(bare: Device) -> None:
    bare.sh("pg_createcluster --encoding=SQL_ASCII --locale=C 15 main --start")
    done = bare.provision()
    assert done.returncode == 0, done.stderr
    query = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'inventory'"
    assert sql(bare, query, "postgres") == "UTF8"


def test_a_database_of_somebody_else_is_left_alone(bare: Device) -> None:
    bare.sh("pg_createcluster 15 main --start")
    sql(bare, "CREATE DATABASE inventory", "postgres")
    done = bare.provision()
    assert done.returncode == 1
    assert "belongs to postgres" in done.stderr
    assert sql(bare, "SELECT count(*) FROM pg_extension") == "1"


def test_a_cluster_on_another_port_is_named_with_the_setting_that_uses_it(bare: Device) -> None:
    bare.sh("pg_createcluster --port=5544 15 main --start")
    done = bare.provision()
    assert "?port=5544" in done.stderr
    bare.write("/etc/inventory/local.env", "INVENTORY_DATABASE_URL=postgresql+psycopg2:///inventory?port=5544\n")
    assert bare.provision().returncode == 0
    assert bare.run("inventory", "db", "status").returncode == 0


def test_a_setting_that_is_wrong_is_named(bare: Device) -> None:
    bare.write("/etc/inventory/local.env", "INVENTORY_LISTEN=everywhere\n")
    done = bare.provision()
    assert done.returncode == 1
    assert "INVENTORY_LISTEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_provisioning_is_for_root(device: Device) -> None:
    done = device.run("inventory", "provision", user="nobody")
    assert done.returncode == 1
    assert "for root" in done.stderr


def test_two_at_once_wait_for_each_other(bare: Device) -> None:
    bare.sh("(inventory provision > /tmp/one 2>&1 &) ; inventory provision > /tmp/two 2>&1 || true; sleep 1")
    for _ in range(100):
        if bare.run("pgrep", "-f", "inventory provision").returncode:
            break
        time.sleep(0.1)
    said = bare.sh("cat /tmp/one /tmp/two")
    assert said.count("created PostgreSQL cluster 15/main") == 1
    assert said.count("created /var/lib/inventory/config/secret-key") == 1


def enabled(device: Device) -> bool:
    return device.run("test", "-e", "/etc/nginx/sites-enabled/inventory").returncode == 0


def test_another_default_site_of_nginx_keeps_its_place(bare: Device) -> None:
    bare.sh("pg_createcluster 15 main --start; rm /etc/nginx/sites-enabled/default")
    bare.write("/etc/nginx/sites-enabled/shop", "server { listen 80 default_server; server_name shop; }\n")
    before = bare.sh("md5sum /etc/nginx/sites-enabled/*")
    done = bare.provision()
    assert done.returncode == 0, done.stderr
    assert "/etc/nginx/sites-enabled/shop is nginx's default server" in done.stdout
    assert not enabled(bare)
    assert bare.sh("md5sum /etc/nginx/sites-enabled/*") == before


def test_an_nginx_that_was_broken_before_is_left_as_it_was(bare: Device) -> None:
    bare.sh("pg_createcluster 15 main --start")
    bare.write("/etc/nginx/sites-enabled/broken", "server { listen 80; nonsense on; }\n")
    done = bare.provision()
    assert done.returncode == 1
    assert 'unknown directive "nonsense"' in done.stderr
    assert not enabled(bare)
    bare.sh("rm /etc/nginx/sites-enabled/broken")
    assert bare.provision().returncode == 0
    assert enabled(bare)


def test_a_missing_log_folder_of_nginx_is_made(bare: Device) -> None:
    bare.sh("pg_createcluster 15 main --start; rm -r /var/log/nginx")
    assert bare.provision().returncode == 0
    bare.sh("nginx -t")


def test_it_is_quick_when_there_is_nothing_to_do(device: Device) -> None:
    began = time.monotonic()
    device.provision()
    assert time.monotonic() - began < 10


def test_the_doctor_finds_a_provisioned_device_well_but_for_what_does_not_run(device: Device) -> None:
    done: subprocess.CompletedProcess[str] = device.run("inventory", "doctor")
    lines = [line for line in done.stdout.splitlines() if line.startswith(("fail", "warn"))]
    assert done.returncode == 1
    assert {line.split()[1].rstrip(":") for line in lines} == {"model", "embedder", "port", "app", "https"}, done.stdout
