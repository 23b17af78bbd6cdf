"""What was measured, as one table."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured; several values are told as median and 95th percentile."""

    what: str
    values: Sequence[float]
    unit: str

    def row(self) -> tuple[str, str, str, str]:
        return self.what, self._shown(0.5), self._shown(0.95) if len(self.values) > 1 else "", str(len(self.values))

    def _shown(self, share: float) -> str:
        value = percentile(self.values, share)
        digits = 0 if value >= 100 or value == int(value) else 1
        return f"{value:.{digits}f} {self.unit}".strip()


@dataclass
class Figures:
    """Collects figures; the same name again adds values."""

    measured: dict[str, Figure] = field(default_factory=dict)

    def add(self, what: str, *values: float, unit: str = "ms") -> None:
        earlier = self.measured[what].values if what in self.measured else ()
        self.measured[what] = Figure(what, [*earlier, *values], unit)

    def table(self) -> str:
        """Rows of a Markdown table, which docs/performance.md takes as they are."""
        rows = [("What", "Median", "95 %", "n"), *(figure.row() for figure in self.measured.values())]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        lines.insert(1, "-|-".join("-" * width for width in widths))
        return "\n".join([machine(), "", *(f"| {line} |".replace("|-", "|-") for line in lines)])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 100) * len(ordered) // 100) - 1))]


def machine() -> str:
    """Processor, cores, memory, Python, and how busy the machine was."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{_processor()}, {cores} cores, {memory:.0f} GB, Python {platform.python_version()}, load {load:.1f}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
