"""A PostgreSQL server of the tests' own: started once per run on a free port of this machine, gone afterwards.

Needs the server's programs (Debian: package ``postgresql``); where ``CI`` is "true" their absence is a failure.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.ports import free_port

__all__ = ["PostgresServer", "running_postgres"]

PASSWORD = "himitsu-4711"
_SETTINGS = ("fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1", "unix_socket_directories=")


class PostgresServer:
    """One server; `create` gives the URL of a database of one's own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = itertools.count(1)
        self.port = free_port()
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="ascii")
        if os.geteuid() == 0:  # the server refuses to be run by root
            shutil.chown(folder, "postgres")
            shutil.chown(secret, "postgres")
        self._run("initdb", "--auth=scram-sha-256", "--username=dx", f"--pwfile={secret}", "--no-sync", "-E", "UTF8")

    def url(self, database: str) -> str:
        """Return the URL of a database, as Heroku would write it."""
        return f"postgres://dx:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """Make a database as empty as another one, and return its URL."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"port={self.port}"))
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}", f"--options={options}")

    def stop(self) -> None:
        """Stop, and wait until it has; connections end."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = f"--pgdata={self._folder / 'data'}"
        command = [*as_user, str(self._programs / program), data, *arguments]
        # The server would hold a pipe open for as long as it runs.
        with (self._folder / "output").open("a+", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                timeout=60,
            )
            output.seek(0)
            assert done.returncode == 0, output.read()


@functools.cache
def running_postgres() -> PostgresServer:
    """Return the server of this run; skips the test where there is none to start, or fails it in CI."""
    programs = _programs()
    if programs is None:
        missing = "PostgreSQL's server programs (initdb, pg_ctl) are not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="dx-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = PostgresServer(programs, folder)
    server.start()
    atexit.register(server.stop)
    return server


def _programs() -> Path | None:
    """Find the folder of the programs: on the path, or where Debian keeps them, the latest version first."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)
