#!/usr/bin/env python3
"""The programs of stage 6 against the world's HTTP tools, and one hyper service on stage 6 beside the same on tokio.

Needs curl, wrk, h2load, ab, aiohttp, wget, git and pip; on Debian:
apt-get install curl wrk nghttp2-client apache2-utils python3-aiohttp wget git python3-pip.
Prints a table, and ends with status 1 if a request was lost or a server did not answer within a second afterwards.

    /usr/bin/python3 stage06-async-await/peers/measure_http.py            # a minute for each round; three rounds
    /usr/bin/python3 stage06-async-await/peers/measure_http.py --rounds 1 --seconds 1 --requests 2000
"""

import argparse
import asyncio
import datetime
import importlib.util
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BODY = b"x" * 1024
problems = []


def run(*command, timeout=120):
    """What a command prints. That it fails is a problem, not an exception."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        problems.append(f"{' '.join(map(str, command))}: exit code {done.returncode}: {done.stderr.strip()[:300]}")
    return done.stdout + done.stderr


def pinned(cpu):
    """Servers and tools on a processor each, if there are two and a way to choose."""
    both = shutil.which("taskset") and (os.cpu_count() or 1) > 1
    return ["taskset", "-c", str(cpu)] if both else []


class Server:
    """A server in a process of its own."""

    def __init__(self, name, *command):
        self.name = name
        self.process = subprocess.Popen(
            [*pinned(0), *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        self.address = re.search(r"127\.0\.0\.1:\d+", line)[0]
        self.url = f"http://{self.address}/kib"

    def stop(self):
        if self.process.poll() is not None:
            problems.append(f"{self.name}: it has ended by itself, with {self.process.returncode}")
        self.process.kill()
        self.process.wait()


def check_with_curl(server):
    """GET, HEAD, a connection that is kept, HTTP/2 without asking."""
    get = subprocess.run(["curl", "-sS", server.url], capture_output=True).stdout
    expect(server, "curl GET", get == BODY)
    expect(server, "curl HEAD", "content-length: 1024" in run("curl", "-sS", "-I", server.url).lower())
    kept = run("curl", "-sS", "-o", "/dev/null", "-o", "/dev/null", "-w", "%{num_connects}", server.url, server.url)
    expect(server, f"curl keep-alive, connections {kept}", kept == "10")
    http2 = run("curl", "-sS", "-o", "/dev/null", "--http2-prior-knowledge", "-w", "%{http_version} %{size_download}", server.url)
    expect(server, f"curl HTTP/2: {http2}", http2 == "2 1024")


def check_with_folders(program):
    """wget takes a tree, git clones a repository of plain files, pip finds a package in a listing."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as taken:
        site, taken = pathlib.Path(folder), pathlib.Path(taken)
        for name in ("a.txt", "with space.txt", "café/é.txt", "deep/er/file.bin"):
            path = site / "tree" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.urandom(300_000))
        make_repository(site / "repository")
        (site / "wheels").mkdir()
        make_wheel(site / "wheels/served-1.0-py3-none-any.whl")
        server = Server("stage06 serve", program, "serve", "--port", 0, "--dir", folder)
        base = f"http://{server.address}"

        run("wget", "-q", "-r", "-np", "-nH", "-P", taken, f"{base}/tree/", "-R", "index.html*")
        expect(server, "wget -r", files(taken / "tree") == files(site / "tree"))
        again = run("wget", "-S", "-N", "-P", taken / "tree", f"{base}/tree/a.txt")
        expect(server, f"wget -N: {again}", "304" in again)
        run("git", "clone", "-q", f"{base}/repository/.git", taken / "clone")
        expect(server, "git clone", files(taken / "clone", ".git") == files(site / "repository", ".git"))
        run("git", "-C", taken / "clone", "fsck", "--strict")
        run("/usr/bin/python3", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-index",
            "--find-links", f"{base}/wheels/", "--target", taken / "pip", "served")
        expect(server, "pip install", (taken / "pip/served.py").exists())
        server.stop()


def files(folder, but="-"):
    """The files below a folder, with their bytes."""
    paths = (path for path in folder.rglob("*") if path.is_file() and but not in path.parts)
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def make_repository(path):
    """Two commits, one of them packed; a client can read it without git on the other end."""
    path.mkdir()
    git = ["git", "-C", path, "-c", "user.name=course", "-c", "user.email=course@localhost"]
    run("git", "init", "-q", path)
    for number in range(2):
        (path / f"file{number}").write_bytes(os.urandom(100_000))
        run(*git, "add", ".")
        run(*git, "commit", "-q", "-m", f"commit {number}")
        if number == 0:
            run(*git, "gc", "-q")
    run(*git, "update-server-info")


def make_wheel(path):
    """The smallest package that pip takes."""
    info = "served-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("served.py", "")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: served\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def expect(server, what, holds):
    if not holds:
        problems.append(f"{server.name}: {what}")


def answers_at_once(server, after):
    begin = time.monotonic()
    run("curl", "-sS", "--max-time", "5", "-o", "/dev/null", server.url)
    took = time.monotonic() - begin
    expect(server, f"{took:.1f} s for one answer after {after}", took < 1)


def wrk(server, arguments):
    out = run(*pinned(1), "wrk", "-t1", "-c100", f"-d{arguments.seconds}s", server.url)
    expect(server, f"wrk: {out}", "Socket errors" not in out and "Non-2xx" not in out)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])


def h2load(server, arguments, *protocol):
    out = run(*pinned(1), "h2load", "-n", arguments.requests, "-c", 100, *protocol, server.url)
    done = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", out)
    expect(server, f"h2load: {out}", done and done.groups() == (str(arguments.requests), "0", "0", "0"))
    return float(re.search(r"finished in .*?, ([\d.]+) req/s", out)[1])


def ab(server, arguments):
    out = run(*pinned(1), "ab", "-q", "-k", "-n", arguments.requests, "-c", 100, server.url)
    expect(server, f"ab: {out}", re.search(r"Failed requests:\s+0\b", out) and "Non-2xx" not in out)
    return float(re.search(r"Requests per second:\s+([\d.]+)", out)[1])


LOADS = {
    "wrk, 100 connections": wrk,
    "h2load, HTTP/1": lambda server, arguments: h2load(server, arguments, "--h1"),
    "h2load, HTTP/2": h2load,
    "ab -k": ab,
}


async def aiohttp_client(server):
    """A thousand requests, a hundred at a time."""
    import aiohttp

    gate = asyncio.Semaphore(100)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:

        async def one():
            async with gate, session.get(server.url) as response:
                return response.status == 200 and await response.read() == BODY

        answers = await asyncio.gather(*(one() for _ in range(1000)), return_exceptions=True)
    good = sum(answer is True for answer in answers)
    expect(server, f"aiohttp as client: {good} of 1000 answers", good == 1000)
    return good


async def aiohttp_server(client, folder):
    """A thousand downloads by our client, a hundred at a time."""
    from aiohttp import web

    async def handler(request):
        await asyncio.sleep(0.01)
        return web.Response(body=request.path.encode() * 100)

    app = web.Application()
    app.router.add_get("/{name}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = "http://127.0.0.1:%d" % runner.addresses[0][1]
    urls = [f"{base}/{n}" for n in range(1000)]
    get = await asyncio.create_subprocess_exec(
        str(client), "get", *urls, "--out", str(folder), "--jobs", "100", stdout=subprocess.DEVNULL
    )
    code = await get.wait()
    await runner.cleanup()
    bodies = sorted(path.read_bytes() for path in pathlib.Path(folder).iterdir())
    good = sum(body in bodies for body in (f"/{n}".encode() * 100 for n in range(1000)))
    if code != 0 or good != 1000 or len(bodies) != 1000:
        problems.append(f"aiohttp as server: {good} of 1000 files are whole, exit code {code}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="of each run of wrk")
    parser.add_argument("--requests", type=int, default=20000, help="of each run of h2load and ab")
    arguments = parser.parse_args()
    missing = [tool for tool in ("curl", "wrk", "h2load", "ab", "wget", "git") if not shutil.which(tool)]
    missing += [module for module in ("aiohttp", "pip") if not importlib.util.find_spec(module)]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}; see the head of this file")
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "programs", "-p", "peers"], cwd=ROOT, check=True)
    release = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as downloads:
        pathlib.Path(folder, "kib").write_bytes(BODY)
        serve = Server("stage06 serve", release / "programs", "serve", "--port", 0, "--dir", folder)
        servers = [
            Server("service on tokio", release / "hyper_service", "tokio"),
            Server("service on stage 6", release / "hyper_service", "stage06"),
            serve,
        ]
        rates = {(load, server.name): [] for load in LOADS for server in servers}
        for server in servers:
            check_with_curl(server)
        check_with_folders(release / "programs")
        for _ in range(arguments.rounds):
            for load, measure in LOADS.items():
                for server in servers:
                    rates[load, server.name].append(measure(server, arguments))
                    answers_at_once(server, load)
        answered = asyncio.run(aiohttp_client(serve))
        downloaded = asyncio.run(aiohttp_server(release / "programs", downloads))
        for server in servers:
            server.stop()

    machine = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine()
    ) if os.path.exists("/proc/cpuinfo") else platform.machine()
    print(f"{machine}, {os.cpu_count()} CPUs, {platform.system()}, {datetime.date.today()}; answers of 1 KiB; {arguments.rounds} rounds, medians")
    print(f"{'requests a second':24}" + "".join(f"{server.name:>22}" for server in servers) + f"{'stage 6 / tokio':>18}")
    for load in LOADS:
        medians = [statistics.median(rates[load, server.name]) for server in servers]
        print(f"{load:24}" + "".join(f"{median:22.0f}" for median in medians) + f"{medians[1] / medians[0]:18.2f}")
    print(f"aiohttp as client of serve: {answered} of 1000 answers; as server of get: {downloaded} of 1000 files")
    for problem in problems:
        print(f"PROBLEM {problem}", file=sys.stderr)
    print(f"problems: {len(problems)}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
