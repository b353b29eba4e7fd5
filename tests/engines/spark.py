"""A Spark cluster of our own for the length of a test run: a master and two workers on loopback, as at a company."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2
_READY_SECONDS = 120


class NoJava(RuntimeError):
    """Spark is a program for Java, and there is none; the message says where was looked."""


@contextmanager
def session(folder: Path) -> Iterator[Any]:
    """A session whose work is done by the workers. Ends all that it has started."""
    with cluster(folder) as master:
        from pyspark.sql import SparkSession

        options = {
            "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.executor.memory": "512m", "spark.cores.max": str(WORKERS), "spark.sql.shuffle.partitions": "4",
            "spark.sql.session.timeZone": "UTC", "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.scheduler.minRegisteredResourcesRatio": "1.0", "spark.ui.showConsoleProgress": "false",
            "spark.scheduler.maxRegisteredResourcesWaitingTime": f"{_READY_SECONDS}s",
        }  # fmt: skip
        builder = SparkSession.builder.master(master).appName("holdfast")
        for name, value in options.items():
            builder = builder.config(name, value)
        found = builder.getOrCreate()
        found.sparkContext.setLogLevel("ERROR")
        try:
            yield found
        finally:
            gateway = found.sparkContext._gateway
            found.stop()
            gateway.shutdown()
            gateway.proc.stdin.close()
            gateway.proc.wait(_READY_SECONDS)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a master with its workers. Raises NoJava."""
    environment = _environment(folder)
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    with ExitStack() as running:
        at = ["--host", "127.0.0.1", "--webui-port", "0"]
        log = running.enter_context(_program(folder, environment, "master.Master", *at, "--port", str(port)))
        _wait(log, "I have been elected leader", 1)
        for number in range(WORKERS):
            own = folder / f"worker-{number}"
            given = ["--cores", "1", "--memory", "768m", "--work-dir", str(own), master]
            running.enter_context(_program(folder, environment, "worker.Worker", *at, *given, number=number))
        _wait(log, "Registering worker", WORKERS)
        yield master


@contextmanager
def _program(folder: Path, environment: dict[str, str], name: str, *arguments: str, number: int = 0) -> Iterator[Path]:
    import pyspark

    starter = Path(pyspark.__file__).parent / "bin" / "spark-class"
    path = folder / f"{name}-{number}.log"
    with path.open("wb") as log:
        running = subprocess.Popen(
            [str(starter), f"org.apache.spark.deploy.{name}", *arguments],
            stdout=log, stderr=log, env=environment, cwd=folder, start_new_session=True,
        )  # fmt: skip
    try:
        yield path
    finally:
        os.killpg(running.pid, signal.SIGTERM)  # executors are children of the workers
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def _environment(folder: Path) -> dict[str, str]:
    java = shutil.which("java", path=os.environ.get("JAVA_HOME", "") + "/bin") or shutil.which("java")
    if java is None:
        raise NoJava("no Java in JAVA_HOME or on the PATH: Spark needs 17 or newer")
    home = str(Path(java).resolve().parents[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
    return kept | {"JAVA_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder / "local")}


def _wait(log: Path, text: str, times: int) -> None:
    until = time.monotonic() + _READY_SECONDS
    while log.read_text(encoding="utf-8", errors="replace").count(text) < times:
        if time.monotonic() > until:
            raise TimeoutError(log.read_text(encoding="utf-8", errors="replace")[-2_000:])
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
