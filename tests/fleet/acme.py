"""An authority that speaks ACME (pebble, Let's Encrypt's own for tests) and a zone to change (bind9), on a lab host."""

import base64
import os
import ssl
import urllib.request

from tests.lab import Host
from tests.lab.settings import DOMAIN, GATEWAY
from tests.support.authority import Authority
from tests.system.patience import eventually

ZONE = "shop.test"
KEY_NAME = "certbot."
PORT, MANAGEMENT_PORT = 14000, 15000

_PEBBLE = f"""{{"pebble": {{
    "listenAddress": "0.0.0.0:{PORT}", "managementListenAddress": "0.0.0.0:{MANAGEMENT_PORT}",
    "certificate": "/etc/pebble/chain.pem", "privateKey": "/etc/pebble/key.pem", "httpPort": 80, "tlsPort": 443
}}}}
"""
# Names of lab hosts are asked of the lab; nothing else is.
_OPTIONS = 'options { directory "/var/cache/bind"; dnssec-validation no; recursion yes; listen-on-v6 { none; }; };\n'
_ZONES = f"""
key "{KEY_NAME}" {{ algorithm hmac-sha256; secret "%s"; }};
zone "{ZONE}" {{ type master; file "/var/lib/bind/{ZONE}"; update-policy {{ grant {KEY_NAME} zonesub TXT; }}; }};
zone "{DOMAIN}" {{ type forward; forward only; forwarders {{ {GATEWAY}; }}; }};
"""
_RECORDS = f"$TTL 1\n@ SOA ns.{ZONE}. root.{ZONE}. 1 60 60 60 1\n@ NS ns.{ZONE}.\nns A 127.0.0.1\n"


class AcmeServer:
    """On a booted host with a network: `start` installs and starts both programs."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.name = f"{host.name}.{DOMAIN}"
        self.directory = f"https://{self.name}:{PORT}/dir"
        self.authority = Authority("The ACME server")  # of its own https; what it issues has another root
        self._secret = base64.b64encode(os.urandom(32)).decode()

    def start(self) -> None:
        self.host.run("apt-get update && apt-get install -y --no-install-recommends pebble bind9", timeout=600)
        self.host.put("/etc/bind/named.conf.options", _OPTIONS)
        self.host.put("/etc/bind/named.conf.local", _ZONES % self._secret)
        self.host.put(f"/var/lib/bind/{ZONE}", _RECORDS)
        self.host.run(f"chown bind /var/lib/bind/{ZONE}; systemctl restart named")
        self._start_pebble()

    def _start_pebble(self) -> None:
        issued = self.authority.issue(self.name, self.host.address)
        self.host.put("/etc/pebble/chain.pem", issued.chain)
        self.host.put("/etc/pebble/key.pem", issued.key)
        self.host.put("/etc/pebble/config.json", _PEBBLE)
        # no waits, no nonces refused at random, no authorisation used again: it does so to try out clients
        environment = "-E PEBBLE_VA_NOSLEEP=1 -E PEBBLE_WFE_NONCEREJECT=0 -E PEBBLE_AUTHZREUSE=0"
        command = "pebble -config /etc/pebble/config.json -dnsserver 127.0.0.1:53"
        self.host.run(f"systemd-run --unit=pebble {environment} {command}")
        eventually(self.root, bool, 30)

    @property
    def credentials(self) -> str:
        """The ini file with which certbot may change the zone."""
        settings = {"server": self.host.address, "name": KEY_NAME, "secret": self._secret, "algorithm": "HMAC-SHA256"}
        return "".join(f"dns_rfc2136_{name} = {value}\n" for name, value in settings.items())

    @property
    def secret(self) -> str:
        """What lets somebody change the zone."""
        return self._secret

    def root(self) -> str:
        """The root of the certificates that it issues (PEM); another one at each start."""
        trusted = ssl.create_default_context(cadata=self.authority.root)
        url = f"https://{self.host.address}:{MANAGEMENT_PORT}/roots/0"
        with urllib.request.urlopen(url, context=trusted, timeout=5) as answer:
            return str(answer.read().decode())
