"""The layers of confinement, put on in the forked child, in this order, before any student code runs:

descriptors, namespaces, private places, rlimits, uid, capabilities, no_new_privs, Landlock, seccomp.

Facts that cost something to find out: setresuid clears the dumpable flag, so /proc/self would be root's; a worker in its
own user namespace keeps a full capability set there unless it is dropped; RLIMIT_NPROC does not bind uid 0; the start
environment stays readable in /proc/self/environ, so the stem is exec'd with a clean one; memfd_create makes memory that
no process maps and no watch sees, so it is refused; data loaders need a writable /dev/shm, which is the machine's own
where there is no mount namespace: given only where each worker has its own user, watched, and cleared afterwards.
"""

import errno
import os
import resource
import signal
from typing import Any

from sealgrade.engine import linux, view

DENIED = """
ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise bpf perf_event_open userfaultfd
unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr
keyctl add_key request_key io_uring_setup io_uring_enter io_uring_register kexec_load kexec_file_load init_module
finit_module delete_module reboot swapon swapoff settimeofday clock_settime adjtimex clock_adjtime quotactl acct
name_to_handle_at open_by_handle_at iopl ioperm lookup_dcookie nfsservctl personality vhangup syslog setdomainname
sethostname fanotify_init mq_open msgget semget shmget memfd_create memfd_secret mknod mknodat
""".split()
OF_OTHERS = (  # calls whose first argument is a process, 0 for oneself: what Landlock leaves open between equal users
    "prlimit64 sched_setaffinity sched_setscheduler sched_setparam sched_setattr migrate_pages move_pages"
).split()
BY_USER = ("setpriority", "ioprio_set")  # the second argument is the process
SIGNALS_SCOPED = 6  # the Landlock ABI from which signals stay inside
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
PROC_FILES = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/proc/filesystems")


def seccomp_filter() -> Any:
    """Deny what no notebook needs: other processes, namespaces, mounts, keys, every socket but AF_UNIX."""
    import pyseccomp as sc

    rules = sc.SyscallFilter(sc.ALLOW)
    for name in DENIED:
        try:
            rules.add_rule(sc.ERRNO(errno.EPERM), name)
        except (RuntimeError, ValueError, OSError):
            continue  # a system call that this architecture does not have
    for position, names in ((0, OF_OTHERS), (1, BY_USER)):
        for name in names:
            rules.add_rule(sc.ERRNO(errno.EPERM), name, sc.Arg(position, sc.NE, 0))
    rules.add_rule(sc.ERRNO(errno.EPERM), "setpriority", sc.Arg(0, sc.EQ, os.PRIO_USER))  # 0 is all of one's user's processes
    for flag in linux.CLONE.values():
        rules.add_rule(sc.ERRNO(errno.EPERM), "clone", sc.Arg(0, sc.MASKED_EQ, flag, flag))
    rules.add_rule(sc.ERRNO(errno.ENOSYS), "clone3")  # its flags lie in memory: glibc falls back to clone
    rules.add_rule(sc.ERRNO(errno.EACCES), "socket", sc.Arg(0, sc.NE, 1))
    for request in (TIOCSTI, TIOCLINUX):
        rules.add_rule(sc.ERRNO(errno.EPERM), "ioctl", sc.Arg(1, sc.MASKED_EQ, 0xFFFFFFFF, request))
    return rules


def landlock(readable: list[str], writable: list[str], own_proc: bool) -> str:
    from landlockpy import AccessFS, Ruleset, Scope

    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    write = (
        AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.REMOVE_DIR | AccessFS.REMOVE_FILE | AccessFS.MAKE_DIR
        | AccessFS.MAKE_REG | AccessFS.MAKE_SYM | AccessFS.MAKE_FIFO | AccessFS.MAKE_SOCK | AccessFS.REFER
    )  # fmt: skip
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in (*readable, *(("/proc",) if own_proc else ("/proc/self", *PROC_FILES))):
            if os.path.exists(path):
                rules.allow_path(path, read if os.path.isdir(path) else AccessFS.READ_FILE | AccessFS.EXECUTE)
        for path in writable:
            rules.allow_path(path, read | write)
        for name in view.DEVICES:
            rules.allow_path(f"/dev/{name}", AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.restrict()
        return f"ABI {rules.abi_version}"


def reaches_only_itself(policy: dict[str, Any]) -> bool:
    """Whether a worker's kill(-1) ends its own processes and nothing else."""
    return bool(policy["namespaces"] or policy["uid"] or policy["landlock_abi"] >= SIGNALS_SCOPED)


def rlimits(limits: dict[str, int]) -> None:
    for name, value in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def switch_uid(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def drop_capabilities() -> None:
    import pyprctl

    try:
        pyprctl.capbset.clear()
    except OSError:
        pass  # an ordinary user has no bounding set to clear
    pyprctl.cap_ambient.clear()
    pyprctl.CapState(effective=set(), permitted=set(), inheritable=set()).set_current()


def keep_descriptors(sock: int, out: int, err: int) -> int:
    """Leave 0 (empty), 1, 2 and the channel, which becomes descriptor 3; close everything else."""
    null = os.open("/dev/null", os.O_RDONLY)
    moved = [os.dup(fd) if fd < 4 else fd for fd in (sock, out, err)]
    os.dup2(null, 0)
    os.dup2(moved[1], 1)
    os.dup2(moved[2], 2)
    os.dup2(moved[0], 3, inheritable=False)
    os.closerange(4, 4096)
    return 3


def put_on(policy: dict[str, Any], order: dict[str, Any], rules: Any) -> list[str]:
    """Confine this process. Returns the layers put on; raises OSError when one that was found to work does not.

    policy: from `policy.choose`. order: uid, scratch, rlimits, scratch_mib of this worker. rules: the seccomp filter.
    """
    done = []
    uid = order["uid"] if policy["uid"] else os.getuid()
    if policy["namespaces"]:
        linux.unshare("mount", "ipc")  # no network of its own: the zygote's is empty already, and one costs 1 ms
        linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
        view.private_places(order["scratch_mib"], uid, policy["readable"])
        done += ["pid, mount, ipc and empty net namespaces", "private file system view"]
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    if os.path.exists("/proc/self/oom_score_adj"):
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    os.chdir(order["scratch"])
    os.umask(0o077)
    rlimits(order["rlimits"])
    done.append("rlimits")
    if policy["uid"]:
        switch_uid(uid)
        done.append("own user id")
    if policy["profile"] != "none":
        drop_capabilities()
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        done += ["no capabilities", "no_new_privs"]
    if policy["landlock"]:
        private = view.private_folders(policy["readable"]) if policy["namespaces"] else ["/dev/shm"] if policy["uid"] else []
        done.append("Landlock " + landlock(policy["readable"], [order["scratch"], *private], policy["namespaces"]))
    if policy["seccomp"]:
        rules.load()
        done.append("seccomp")
    return done
