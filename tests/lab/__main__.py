"""The lab by hand: python3 -m tests.lab new|start|run|ssh|shell|stop|rm|ls|down."""

# ruff: noqa: T201 - a command line tool prints

import argparse
import os
import sys

from tests.lab.errors import LabError
from tests.lab.host import Host, destroy_all, names


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab", description="Booted Debian hosts for tests.")
    actions = parser.add_subparsers(dest="action", required=True)
    new = actions.add_parser("new", help="make a host (it stays until rm)")
    new.add_argument("host")
    new.add_argument("--base", default="debian12")
    simple = {"start": "boot it", "shell": "a shell in it", "stop": "shut it down", "rm": "delete it"}
    for action, text in simple.items():
        actions.add_parser(action, help=text).add_argument("host")
    for action, text in (("run", "run a command as a service would"), ("ssh", "run a command over ssh")):
        line = actions.add_parser(action, help=text)
        line.add_argument("host")
        line.add_argument("command", nargs=argparse.REMAINDER)
    actions.add_parser("ls", help="list the hosts")
    actions.add_parser("down", help="delete all hosts and the network")
    return parser.parse_args(argv)


def act(given: argparse.Namespace) -> int:
    """Do one action; the exit status."""
    if given.action == "new":
        print(Host.create(given.host, given.base, keep=True).address)
    elif given.action == "ls":
        for host in map(Host, names()):
            print(host.name, host.address, "running" if host.running else "stopped")
    elif given.action == "down":
        destroy_all()
    else:
        return act_on(Host(given.host), given)
    return 0


def act_on(host: Host, given: argparse.Namespace) -> int:
    match given.action:
        case "start":
            print(host.start())
        case "stop":
            host.stop()
        case "rm":
            host.destroy()
        case "shell":
            return host.shell()
        case "ssh":
            os.execvp("ssh", host.ssh(" ".join(given.command)))
        case "run":
            done = host.run(" ".join(given.command), check=False, timeout=3600)
            sys.stdout.write(done.stdout)
            sys.stderr.write(done.stderr)
            return done.code
    return 0


if __name__ == "__main__":
    try:
        sys.exit(act(parse(sys.argv[1:])))
    except LabError as error:
        sys.exit(f"lab: {error}")
