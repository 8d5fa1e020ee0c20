"""A scratch copy of the house, in which a test may break a rule and see it caught."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


class Scratch:
    """A folder holding copies of src, tools and the configuration."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("src", "tools"):
            shutil.copytree(REPOSITORY / name, root / name, ignore=_LEFT_OUT)
        for name in (".importlinter", "pyproject.toml"):
            shutil.copy(REPOSITORY / name, root / name)

    def write(self, path: str, text: str) -> None:
        """Write a file, with the folders that lead to it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def plant_import(self, importer: str, imported: str) -> None:
        """Make module `importer` import `imported`; packages of Serval that do not exist yet are created."""
        for module in (importer, imported):
            if module.startswith("serval."):
                self._create_packages(module)
        target = self.root / "src" / importer.replace(".", "/") / "planted.py"
        with target.open("a", encoding="utf-8") as file:
            file.write(f"import {imported}\n")

    def check_imports(self) -> subprocess.CompletedProcess[str]:
        """Run import-linter over the copy."""
        return self._run(Path(sys.executable).with_name("lint-imports"), "--no-cache")

    def check_gates(self) -> subprocess.CompletedProcess[str]:
        """Run our own gates over the copy."""
        return self._run(sys.executable, "-m", "tools.gates")

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        # The copy's sources go first, or the checkout's own package would be analysed.
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join((str(self.root / "src"), str(self.root))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
        }
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def _create_packages(self, module: str) -> None:
        folder = self.root / "src"
        for part in module.split("."):
            folder = folder / part
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
