"""How much memory a process really costs: PSS, which shares out what forks have in common."""

import psutil

MEGABYTE = 1024 * 1024


def memory_mb(pid: int, *, with_children: bool) -> float | None:
    """None when it ended, or belongs to somebody whose memory we may not read."""
    try:
        process = psutil.Process(pid)
        family = [process, *(process.children(recursive=True) if with_children else [])]
    except psutil.NoSuchProcess:
        return None
    sizes = [size for one in family if (size := _pss(one)) is not None]
    return round(sum(sizes) / MEGABYTE, 1) if sizes else None


def _pss(process: psutil.Process) -> int | None:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
