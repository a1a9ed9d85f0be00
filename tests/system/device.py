"""A lab host that becomes an appliance: what its owner and an administrator do with it."""

import json
import shlex
from pathlib import Path
from typing import Any

from tests.lab import Host, Result
from tests.system.repository import Repository
from tests.system.visitor import Visitor

SERVICES = ("inventory-app", "inventory-embedder", "nginx", "postgresql")
ADMIN = ("ada", "a cupboard full of hooks")
SECRETS = (
    "/var/lib/inventory/config/secret-key",
    "/var/lib/inventory/ssl/inventory.key",
    "/var/lib/inventory/ssl/inventory.crt",
)


class Device:
    """A host on which the product is, or is going to be, installed."""

    def __init__(self, host: Host, repository: Repository, folder: Path) -> None:
        """`folder`: a directory of the test run for the device's certificate."""
        self.host = host
        self._repository = repository
        self._certificate = folder / f"{host.name}.crt"
        self.first_fingerprints: dict[str, str] = {}
        self.first_database = ""

    def install(self) -> str:
        """Install the product with apt, as the README tells; apt's answer. CommandFailed when apt fails."""
        self.add_repository()
        told = self.apt("install inventory").stdout
        # later tests change or purge what was made now; another device is compared with it
        self.first_fingerprints = self.fingerprints()
        self.first_database = self.database_identifier()
        return told

    def fingerprints(self) -> dict[str, str]:
        """A hash of each secret that the device made for itself."""
        sums = self.host.run(["sha256sum", *SECRETS]).stdout.splitlines()
        return {line.split()[1]: line.split()[0] for line in sums}

    def database_identifier(self) -> str:
        """PostgreSQL's own number of this cluster."""
        return self.sql("select system_identifier from pg_control_system()", "postgres")

    def apt(self, command: str, check: bool = True) -> Result:
        """`apt-get -y COMMAND` in the booted host; both streams in `stdout`, in their order."""
        return self.host.run(f"apt-get -y {command} 2>&1", check=check, timeout=900)

    def add_repository(self) -> None:
        """What the README tells a person to do once: the keyring package, then apt's lists."""
        for command in self._repository.enrol_commands():
            self.host.run(command)

    def inventory(self, arguments: str, check: bool = True) -> Result:
        """`inventory ARGUMENTS`, typed by root."""
        return self.host.run(f"inventory {arguments}", check=check)

    def active(self, service: str) -> str:
        """What `systemctl is-active` says: "active", "failed", "inactive", …"""
        return self.host.run(f"systemctl is-active {service}", check=False).stdout.strip()

    def sql(self, statement: str, database: str = "inventory") -> str:
        """One SQL statement as PostgreSQL's superuser; unaligned rows without a heading."""
        quoted = shlex.quote(statement)
        return self.host.run(f"psql -XAtq -v ON_ERROR_STOP=1 -d {database} -c {quoted}", user="postgres").stdout.strip()

    def doctor(self) -> tuple[int, dict[str, Any]]:
        """Exit status and document of `inventory doctor --json`."""
        done = self.inventory("doctor --json", check=False)
        return done.code, json.loads(done.stdout)

    def visitor(self) -> Visitor:
        """A new browser that trusts the certificate the device has now (read from its disk)."""
        self.trust_certificate()
        return Visitor(self.host.address, str(self._certificate))

    def trust_certificate(self) -> None:
        """Let all browsers of this device trust the certificate that it has now."""
        self._certificate.write_text(self.host.read("/var/lib/inventory/ssl/inventory.crt"))

    def signed_in(self) -> Visitor:
        """A new browser, signed in as the administrator."""
        visitor = self.visitor()
        answer = visitor.sign_in(*ADMIN)
        assert answer.status_code == 200 and "/sign-in" not in answer.url, answer.text[:2000]
        return visitor

    def set_up(self) -> Visitor:
        """Create the first administrator with the device's setup code; their browser."""
        visitor = self.visitor()
        answer = visitor.set_up(self.inventory("setup-code").stdout.strip(), *ADMIN)
        assert answer.status_code == 200 and "/setup" not in answer.url, answer.text[:2000]
        return visitor
