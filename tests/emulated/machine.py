"""A card in an emulated arm64 computer (qemu-system-aarch64 -M virt), seen from outside: pages, card, console."""

import os
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path

from tests.system.patience import eventually
from tests.system.visitor import Visitor

WORK = Path(os.environ.get("INVENTORY_EMULATED", "/nonexistent"))
BOOT_START = 8 * 2**20
ROOT_START = BOOT_START + 512 * 2**20
CARD_BYTES = 16 * 10**9
PATIENCE = float(os.environ.get("INVENTORY_EMULATED_SECONDS", "900"))


class Machine:
    """One card and the computer it is in."""

    def __init__(self, folder: Path, port: int) -> None:
        """`port`: of this machine, leads to https of the emulated one. The card is a sparse copy of 16 GB."""
        self._disk = folder / "card.img"
        self._certificate = folder / "seen.crt"
        self.serial = folder / "serial.log"
        self._port = port
        self._qemu: subprocess.Popen[bytes] | None = None
        subprocess.run(["cp", "--sparse=always", WORK / "card.img", self._disk], check=True)
        os.truncate(self._disk, CARD_BYTES)

    def start(self, clock: str = "") -> None:
        """Switch on. `clock`: what the hardware clock says, such as 1970-01-01."""
        command = [
            "qemu-system-aarch64", "-M", "virt", "-cpu", os.environ.get("CPU", "cortex-a72"),
            "-accel", "tcg,thread=multi", "-m", "2048", "-smp", "2", "-nodefaults", "-display", "none",
            "-kernel", str(WORK / "kernel"), "-initrd", str(WORK / "initrd"),
            "-append", "root=/dev/vda2 rw rootwait console=ttyAMA0 net.ifnames=0 quiet",
            "-drive", f"file={self._disk},format=raw,if=none,id=card,cache=unsafe",
            "-device", "virtio-blk-pci,drive=card", "-device", "virtio-rng-pci",
            "-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{self._port}-:443",
            "-device", "virtio-net-pci,netdev=net,romfile=",
            "-chardev", f"file,id=serial,path={self.serial},append=on", "-serial", "chardev:serial",
        ]  # fmt: skip
        if clock:
            command += ["-rtc", f"base={clock}"]
        self._qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def pull_the_plug(self) -> None:
        """End the emulated computer at once."""
        if self._qemu:
            self._qemu.kill()
            self._qemu.wait()
            self._qemu = None

    def cpu_seconds(self) -> float:
        """What the emulation has used since it was switched on."""
        assert self._qemu
        fields = Path(f"/proc/{self._qemu.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for_page(self) -> float:
        """Wait for the setup or sign-in page; seconds of waiting."""
        began = time.monotonic()
        eventually(lambda: self.visitor().get("/sign-in"), lambda answer: answer.status_code == 200, PATIENCE)
        return time.monotonic() - began

    def console(self) -> str:
        return self.serial.read_text(errors="replace") if self.serial.exists() else ""

    def visitor(self) -> Visitor:
        """A browser whose owner has accepted the certificate that is there now. OSError while there is none."""
        self._certificate.write_text(ssl.get_server_certificate(("127.0.0.1", self._port), timeout=10))
        return Visitor(f"127.0.0.1:{self._port}", str(self._certificate))

    def certificate_names(self) -> str:
        command = ["openssl", "x509", "-in", self._certificate, "-noout", "-ext", "subjectAltName"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def put_on_card(self, name: str, text: str) -> None:
        """Write a file of the boot partition, as a computer would before the card goes into the Pi."""
        command = ["mcopy", "-o", "-i", f"{self._disk}@@{BOOT_START}", "-", f"::{name}"]
        subprocess.run(command, check=True, input=text.encode())

    def on_card(self, name: str) -> str:
        """A file of the boot partition, "" when there is none."""
        command = ["mtype", "-i", f"{self._disk}@@{BOOT_START}", f"::{name}"]
        return subprocess.run(command, check=False, capture_output=True).stdout.decode(errors="replace")

    def on_root(self, path: str) -> bytes:
        """A file of the root file system of a card that is out of the computer; b"" when there is none."""
        assert self._qemu is None
        device = f"{self._disk}?offset={ROOT_START}"
        subprocess.run(["e2fsck", "-p", device], check=False, capture_output=True)
        return subprocess.run(["debugfs", "-R", f"cat {path}", device], check=False, capture_output=True).stdout

    def root_bytes(self) -> int:
        """The size of the root file system of a card that is out of the computer."""
        command = ["debugfs", "-R", "show_super_stats -h", f"{self._disk}?offset={ROOT_START}"]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"Block count:\s+(\d+)", told), re.search(r"Block size:\s+(\d+)", told)
        assert found[0] and found[1], told
        return int(found[0].group(1)) * int(found[1].group(1))

    def remove(self) -> None:
        self.pull_the_plug()
        shutil.rmtree(self._disk.parent, ignore_errors=True)
