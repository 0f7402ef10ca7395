"""What one submission may use, and what of it the kernel enforces by itself."""

import platform
import re
from dataclasses import dataclass

from sealgrade.engine.meters import threads_of_user


def counts_per_namespace() -> bool:
    """Whether RLIMIT_NPROC counts each user namespace by itself (Linux 5.14) and not all processes of the user."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return found is not None and (int(found[1]), int(found[2])) >= (5, 14)


@dataclass
class Limits:
    """Bounds of one submission. Seconds are wall time; sizes in MiB."""

    cell_s: float = 60.0
    call_s: float = 10.0
    notebook_s: float = 300.0
    memory_mib: int = 2048
    output_mib: int = 64
    disk_mib: int = 256
    file_mib: int = 100
    processes: int = 64

    def rlimits(self, uid_counts_all: bool) -> dict[str, int]:
        """uid_counts_all: the worker shares its uid with other processes of the user, which count too."""
        others = threads_of_user() if uid_counts_all else 0
        return {
            "CPU": int(2 * self.notebook_s),
            "FSIZE": self.file_mib << 20,
            "NOFILE": 256,
            "CORE": 0,
            "DATA": 2 * self.memory_mib << 20,
            "NPROC": self.processes + others,
        }
