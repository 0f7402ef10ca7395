"""IPython's shell inside the worker, without a kernel: each cell's outputs are collected as nbformat 4 dictionaries.

Same outputs as a stock kernel for prints, results, displays, figures (byte-identical PNGs), errors, magics and shell
escapes. Not covered: widgets (comms), kernel-only magics, input().
"""

import ast
import base64
import getpass
import io
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets.config import Config

KEPT = 4 << 20  # characters of output kept per cell
ENOUGH = 64 << 20  # characters after which a cell is stopped


class OutputLimitError(RuntimeError):
    """A cell printed more than anybody will read."""


class Sink:
    """Collects the outputs of one cell, merging neighbouring text of the same stream."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.displays: dict[str, dict[str, Any]] = {}  # by display_id, for those that update in place
        self.parts: list[str] = []  # of the last stream: joined once, not with every print
        self.size = self.dropped = 0

    def add(self, output: dict[str, Any], size: int) -> None:
        if not self.room(size):
            return
        last = self.outputs[-1] if self.outputs else {}
        if output["output_type"] == "stream" == last.get("output_type") and last["name"] == output["name"]:
            self.parts.append(output["text"])
        else:
            self.join()
            self.outputs.append(output)

    def room(self, size: int) -> bool:
        """Whether so much more is kept; what is not is counted, and past all reason ends the cell."""
        if self.size + size <= KEPT:
            self.size += size
            return True
        self.dropped += size
        if self.dropped > ENOUGH:
            raise OutputLimitError(f"more than {ENOUGH >> 20} MiB of output")
        return False

    def join(self) -> None:
        if self.parts:
            self.outputs[-1]["text"] += "".join(self.parts)
            self.parts = []


SINK = Sink()


class Stream(io.TextIOBase):
    """What sys.stdout and sys.stderr are while a cell runs."""

    encoding = "utf-8"

    def __init__(self, name: str, fd: int) -> None:
        self.stream_name, self.fd = name, fd

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        SINK.add({"output_type": "stream", "name": self.stream_name, "text": text}, len(text))
        return len(text)

    def fileno(self) -> int:
        return self.fd

    def isatty(self) -> bool:
        return False


def _mime(data: dict[str, Any]) -> dict[str, Any]:
    return {key: base64.encodebytes(value).decode() if isinstance(value, bytes) else value for key, value in data.items()}


def _size(data: dict[str, Any]) -> int:
    return sum(len(str(value)) for value in data.values())


class Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]
        self, data: dict[str, Any], metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        data = _mime(data)
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        name = (transient or {}).get("display_id")
        if update and name in SINK.displays and SINK.room(_size(data)):
            SINK.displays[name].update(output)
        else:
            SINK.add(output, _size(data))
        if name is not None:
            SINK.displays.setdefault(name, output)

    def clear_output(self, wait: bool = False) -> None:
        SINK.reset()


class Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        data = _mime(format_dict)
        count = self.shell.execution_count  # type: ignore[union-attr]
        result = {"output_type": "execute_result", "execution_count": count, "data": data, "metadata": md_dict or {}}
        SINK.add(result, _size(data))

    def finish_displayhook(self) -> None:
        pass


def is_python(source: str) -> bool:
    """Whether Python reads it without IPython's help. No magic, shell escape, prompt or leading indent is valid Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come again when the cell is compiled
            ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


class ZMQInteractiveShell(InteractiveShell):  # libraries look for this very name to know a notebook
    display_pub_class = Publisher
    displayhook_class = Hook

    def transform_cell(self, raw_cell: str) -> str:
        """IPython's own transformation, which leaves plain Python as it is and takes longer than most cells to see that.

        A single line may be an automagic (`pwd`), and the first may be a pasted prompt that Python can read (`In [1]: x`).
        """
        several = raw_cell[:1].strip() and "\n" in raw_cell.strip() and not raw_cell.startswith("In ")
        if several and not self.input_transformers_post and is_python(raw_cell):
            return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return str(super().transform_cell(raw_cell))  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        name, text = getattr(etype, "__name__", str(etype)), str(evalue)[:20_000]
        SINK.add({"output_type": "error", "ename": name, "evalue": text, "traceback": list(stb)[:200]}, 100)

    def system(self, cmd: str) -> None:
        result = self._run(self.var_expand(cmd, depth=1))  # type: ignore[no-untyped-call]
        sys.stdout.write(result.stdout.decode("utf-8", "replace"))
        self.user_ns["_exit_code"] = result.returncode

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        command = self.var_expand(cmd, depth=depth + 1)  # type: ignore[no-untyped-call]
        text = self._run(command).stdout.decode("utf-8", "replace")
        return SList(text.splitlines()) if split else text

    @staticmethod
    def _run(command: str) -> Any:
        return subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def ask_exit(self) -> None:
        pass

    def show_usage_error(self, message: str) -> None:
        print(message, file=sys.stderr)


def make() -> Any:
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    return ZMQInteractiveShell.instance(config=config)


def preload() -> None:
    """In the stem: make the shell and warm what a first cell needs (inline figures, traceback printer, PNG encoder)."""
    import matplotlib.pyplot as plt
    import matplotlib_inline.backend_inline  # noqa: F401
    from IPython.core.pylabtools import print_figure

    shell = make()
    shell.run_cell("1 + 1", store_history=False, silent=True)
    shell.run_line_magic("matplotlib", "inline")
    figure = plt.figure(figsize=(1, 1))
    plt.plot([0, 1])
    plt.title("warm")
    plt.close(figure)
    print_figure(figure, "png")
    shell.reset(new_session=True)
    SINK.reset()


def _no_input(prompt: str = "") -> str:
    raise RuntimeError("input() does not work while a notebook is graded")


class Shell:
    """The shell of one worker."""

    def __init__(self, folder: str) -> None:
        import builtins

        from IPython.core.profiledir import ProfileDir

        self.shell = make()
        if not sys.path or sys.path[0] != "":
            sys.path.insert(0, "")
        place = Path(folder) / ".ipython"
        place.mkdir(exist_ok=True)
        self.shell.ipython_dir = str(place)
        self.shell.profile_dir = ProfileDir.create_profile_dir(str(place / "profile_default"))
        builtins.input = getpass.getpass = _no_input  # type: ignore[assignment]
        self.shell.set_hook("show_in_pager", lambda *_, **__: None, 0)
        self.names: dict[str, Any] = self.shell.user_ns

    def run(self, source: str) -> dict[str, Any]:
        """Run one cell; its outputs, its number and the name of the error that ended it."""
        SINK.reset()
        real = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", 1), Stream("stderr", 2)
        try:
            result = self.shell.run_cell(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = real
        SINK.join()
        error = result.error_before_exec or result.error_in_exec
        if SINK.dropped:
            note = f"\n[{SINK.dropped} more characters of output were not kept]\n"
            SINK.outputs.append({"output_type": "stream", "name": "stdout", "text": note})
        return {
            "outputs": SINK.outputs,
            "count": self.shell.execution_count - 1,
            "error": type(error).__name__ if error else "",
        }
