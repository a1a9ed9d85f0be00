"""What can go wrong in the lab, in words a person can act on."""


class LabError(Exception):
    """The lab cannot do what was asked; the message says why."""


class CommandFailed(LabError):
    """A command ended with a status that was not expected.

    Attributes: `command` (str), `code` (exit status, int), `output` (what it printed, str).
    """

    def __init__(self, command: str, code: int, output: str) -> None:
        super().__init__(f"{command!r} ended with status {code}:\n{output[-6000:]}")
        self.command = command
        self.code = code
        self.output = output
