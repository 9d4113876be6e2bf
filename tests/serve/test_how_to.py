"""The how-tos about serving: their commands work as they stand, print what the page says, and limits are those of the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import served as transcripts

from tests.serve.served import Served, copy_of, environment, serving
from triplewire.query import guard
from triplewire.serve import settings
from triplewire.serve.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "serve-the-graph.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8765"


def run(command: str, url: str, here: Path) -> subprocess.CompletedProcess[str]:
    """A command of the page, asked of the server under test; curl fails on an error of HTTP."""
    line = command.replace(ADDRESS, url.removesuffix("/sparql")).replace("curl ", "curl --fail --silent --show-error --noproxy '*' ")
    line = re.sub(r"^triplewire ", f"{sys.executable} -m triplewire ", line)
    return subprocess.run(["bash", "-c", line], cwd=here, env=environment(), capture_output=True, text=True, check=False, timeout=60)


def commands(word: str) -> list[str]:
    """The commands of the page that begin with a word; a line that ends with a backslash goes on."""
    joined = [re.sub(r"\s+#.*$", "", line) for block in BLOCKS for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in joined if line.startswith(word)]


def test_the_commands_of_the_page_work(sample_out: Path, tmp_path: Path) -> None:
    """Those that ask, those that update with the token of a file, and the options of every server it starts."""
    token = tmp_path / "token.txt"
    subprocess.run(["bash", "-c", commands("openssl")[0]], cwd=tmp_path, check=True)
    assert len(token.read_text("utf-8").strip()) == 48
    asking = [*commands("curl"), *commands("triplewire query")]
    assert len(asking) == 5
    with serving(copy_of(sample_out, tmp_path / "out"), "--allow-update", "--token-file", token, "--workers", 1) as served:
        for command in asking:
            done = run(command, served.url, tmp_path)
            assert (done.returncode, done.stderr) == (0, ""), command
            assert done.stdout or "INSERT" in command
        assert served.ask("ASK { GRAPH <urn:mine> { compound:imgn901 ?p 'looked at' } }").json()["boolean"]
    for command in commands("triplewire serve"):
        words = command.removeprefix("triplewire serve").split()
        given = [word for at, word in enumerate(words) if "--graph" not in words[max(at - 1, 0) : at + 1]]
        with serving(tmp_path / "out", *(str(token) if word == "token.txt" else word for word in given)) as served:
            assert served.process.poll() is None


@pytest.mark.parametrize(
    "words",
    [
        f"| {Settings.timeout:g} s | `--timeout`",
        f"| {Settings.memory} MB | `--memory`",
        f"| {Settings.max_rows:,} | `--max-rows`",
        f"| {settings.MAX_ANSWER >> 20} MB |",
        f"| {Settings.workers} | `--workers` | the next {settings.MAX_WAITING} for each",
        f"| {guard.MAX_CHARACTERS >> 10} KB, {guard.MAX_DEPTH} levels of brackets, {guard.MAX_TOKENS} words",
        f"{guard.MAX_UNIONS} UNIONs, {guard.MAX_OPERATORS} operators",
        f"| {settings.MAX_BODY >> 20} MB; {settings.MAX_URL >> 10} KB |",
        f"{ADDRESS.rpartition(':')[0]}:{settings.PORT}/sparql",
    ],
)
def test_the_limits_of_the_page_are_those_of_the_program(words: str) -> None:
    """Each number of the table is the one in force."""
    assert words in PAGE


def test_there_are_transcripts_of_a_server_to_check() -> None:
    """The page about publishing shows what a client gets."""
    assert "publish-linked-data.md" in {page.name for page in transcripts.pages()}


@pytest.mark.parametrize("page", transcripts.pages(), ids=lambda p: p.name)
def test_a_server_answers_what_the_page_says(page: Path, read_only: Served) -> None:
    """Each command is asked of a server of the sample releases, and prints the lines below it."""
    if shutil.which("curl") is None:
        pytest.skip("curl is missing: apt-get install curl")
    assert transcripts.rerun(page, read_only.home) == page.read_text("utf-8"), "python docs/served.py"


def test_the_name_that_a_proxy_hands_on_is_the_name_of_the_server(sample_out: Path) -> None:
    """With the options of the page and the headers of its proxy, the description has the name and scheme that readers know."""
    text = (ROOT / "docs" / "how-to" / "publish-linked-data.md").read_text("utf-8")
    words = re.findall(r"^triplewire serve (--allow-host (\S+))$", text, re.MULTILINE)
    assert len(words) == 1
    with serving(sample_out, *words[0][0].split()) as running, running.client() as client:
        told = client.request("GET", "/void.ttl", {"Host": words[0][1], "X-Forwarded-Proto": "https"})
        assert f"<https://{words[0][1]}/sparql>" in told.text
        assert client.request("GET", "/void.ttl", {"Host": "other.example"}).status == 421
