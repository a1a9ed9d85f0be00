"""The reference engine: installed beside the default one, chosen by a setting, left again without a trace."""

from collections.abc import Iterator

import pytest

from tests.lab import Result
from tests.system.device import Device
from tests.system.packages import Packages
from tests.system.patience import eventually
from tests.system.visitor import Visitor

SETTING = "/etc/inventory/engine.env"


@pytest.fixture(scope="module")
def installed(stocked: Device, packages: Packages) -> Result:
    if not packages.has("inventory-embedder-torch"):
        pytest.skip("inventory-embedder-torch was not built here (packaging/build-deb.sh leaves it out on request)")
    return stocked.apt("install inventory-embedder-torch", check=False)


@pytest.fixture(scope="module")
def on_torch(stocked: Device, installed: Result) -> Iterator[Device]:
    """The device with the setting changed, and changed back afterwards."""
    stocked.host.put(SETTING, "INVENTORY_EMBEDDING_ENGINE=torch\n")
    stocked.host.run("systemctl restart inventory-embedder")
    yield stocked
    stocked.host.run(f"rm -f {SETTING}; systemctl restart inventory-embedder")


def engine(device: Device) -> str:
    """The engine that the model server says it answers with; "" while it does not answer."""
    ask = """
import json, socket
s = socket.socket(socket.AF_UNIX); s.settimeout(5)
s.connect('/run/inventory-embedder/embedder.sock'); s.sendall(b'{"texts":["hook"]}\\n')
print(json.loads(s.makefile().readline())["engine"])
"""
    return device.host.run(["python3", "-c", ask], user="inventory", check=False).stdout.strip()


def test_installing_the_torch_engine_changes_nothing_by_itself(stocked: Device, installed: Result) -> None:
    assert installed.code == 0, installed.stdout
    assert engine(stocked) == "onnx"


def test_the_setting_switches_to_torch(on_torch: Device, signed_in: Visitor) -> None:
    eventually(lambda: engine(on_torch), lambda name: name == "torch", 90)
    found = eventually(lambda: signed_in.search("keeps me warm at night"), lambda found: found["mode"] != "text", 30)
    assert "Winter blanket" in [result["name"] for result in found["results"][:3]]


def test_removing_the_torch_package_leaves_a_working_device(stocked: Device, on_torch: Device) -> None:
    stocked.host.run(f"rm -f {SETTING}")
    stocked.apt("purge inventory-embedder-torch")
    stocked.host.run("systemctl restart inventory-embedder")
    eventually(lambda: engine(stocked), lambda name: name == "onnx", 30)
    code, report = eventually(stocked.doctor, lambda answer: answer[0] == 0, 20)
    assert code == 0, report
