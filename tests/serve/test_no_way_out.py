"""No request makes the server fetch anything: a listener on loopback is never called, and a secret file is never read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.serve.served import FORM, QUERY, UPDATE, Served

SECRET = "the-secret-of-norvane"


class Canary:
    """A listener that counts who calls, and sends everybody on to a file."""

    def __init__(self, secret: Path) -> None:
        self.calls = 0
        self.secret = secret.as_uri()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                if caller.recv(1000) == b"stop":
                    return
                self.calls += 1
                caller.sendall(f"HTTP/1.1 302 Found\r\nLocation: {self.secret}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    def stop(self) -> None:
        """Ends the listener."""
        with socket.create_connection(("127.0.0.1", self.port)) as caller:
            caller.sendall(b"stop")
        self._thread.join()
        self._socket.close()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    """The listener, and a file that is valid Turtle and holds a secret."""
    secret = tmp_path_factory.mktemp("secret") / "secret.ttl"
    secret.write_text(f'<urn:a> <urn:b> "{SECRET}" .\n', "utf-8")
    canary = Canary(secret)
    yield canary
    canary.stop()


# {url} is the listener, {file} the secret file.
GROUP = "{{ ?s ?p ?o }}"
QUERIES = [
    "SELECT * {{ SERVICE <{url}> " + GROUP + " }}",
    "SELECT * {{ service <{url}> " + GROUP + " }}",
    "SELECT * {{ SeRvIcE<{url}>" + GROUP + "}}",
    "SELECT * {{ SERVICE SILENT <{url}> " + GROUP + " }}",
    "SELECT * {{ SERVICE silent<{url}>" + GROUP + " }}",
    "SELECT * {{ SERVICE # a comment\n<{url}> " + GROUP + " }}",
    "SELECT * {{ SERVICE#{{}}\r<{url}>" + GROUP + " }}",
    "SELECT * {{ SERVICE\t\n\r <{url}> " + GROUP + " }}",
    "PREFIX x: <{url}> SELECT * {{ SERVICE x: " + GROUP + " }}",
    "PREFIX x: <{url}> SELECT * {{ SERVICE x:y " + GROUP + " }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE :y " + GROUP + " }}",
    "BASE <{url}> SELECT * {{ SERVICE <y> " + GROUP + " }}",
    "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x " + GROUP + " }}",
    "SELECT * {{ BIND(IRI('{url}') AS ?x) SERVICE $x " + GROUP + " }}",
    "SELECT * {{ BIND(IRI('{url}') AS ?x) SERVICE ?x{{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://[::ffff:127.0.0.1]:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://2130706433:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://0x7f000001:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://0177.0.0.1:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://127.1:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://localhost:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http://user:pass@127.0.0.1:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <HTTP://127.0.0.1:{port}/> " + GROUP + " }}",
    "SELECT * {{ SERVICE <http\\u003A//127.0.0.1:{port}/> " + GROUP + " }}",
    "SELECT * {{ S\\u0045RVICE <{url}> " + GROUP + " }}",
    "SELECT * {{ \\u0053ERVICE <{url}> " + GROUP + " }}",
    "SELECT * {{ \\U00000053ERVICE <{url}> " + GROUP + " }}",
    "SELECT * {{ SERVICE <{file}> " + GROUP + " }}",
    "SELECT * {{ OPTIONAL {{ SERVICE <{url}> " + GROUP + " }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{url}> " + GROUP + " }} }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{url}> " + GROUP + " }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <{url}> " + GROUP + " }} }}",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{url}> " + GROUP + " }} }}",
    "SELECT * {{ {{}} UNION {{ SERVICE <{url}> " + GROUP + " }} }}",
    "ASK {{ SERVICE <{url}> " + GROUP + " }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> " + GROUP + " }}",
    "DESCRIBE ?s {{ SERVICE <{url}> " + GROUP + " }}",
    # What is an IRI, a string or a name to a reader of tokens, and a call to the engine.
    "SELECT * {{ FILTER(1<2)SERVICE<{url}>" + GROUP + " }}",
    "SELECT * {{ FILTER(1<2)SERVICE#>\n<{url}>" + GROUP + " }}",
    "SELECT * {{ BIND(1 AS ?a) FILTER(?a<2)SERVICE#>\r<{url}>" + GROUP + " }}",
    "SELECT * {{ FILTER('0'<'>')SERVICE <{url}>" + GROUP + " FILTER(1 = 1 || '' = '') }}",
    "SELECT * {{ BIND('0' AS ?a) FILTER(?a<'>')SERVICE <{url}>" + GROUP + " FILTER(true || '' = '') }}",
    'SELECT * {{ FILTER("0"<">")SERVICE <{url}>' + GROUP + ' FILTER(true || "" = "") }}',
    "SELECT * {{ FILTER(EXISTS {{}}<'>')SERVICE <{url}>" + GROUP + " FILTER(true || '' = '') }}",
    "SELECT * {{ OPTIONAL {{ ?s ?p 1SERVICE <{url}>" + GROUP + " }} }}",
    "SELECT * {{ OPTIONAL {{ ?s rdfs:label ?o . ?o ?p 1.0e1SERVICE <{url}>" + GROUP + " }} }}",
    "PREFIX a: <urn:a> SELECT * {{ OPTIONAL {{ ?s a a:.SERVICE <{url}>" + GROUP + " }} }}",
    "SELECT * {{ OPTIONAL {{ ?s ?p true.SERVICE <{url}>" + GROUP + " }} }}",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{file}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{file}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "PREFIX x: <{url}> SELECT * FROM x:y {{ ?s ?p ?o }}",
    "BASE <{url}> SELECT * FROM <y> {{ ?s ?p ?o }}",
    "CONSTRUCT FROM <{file}> WHERE {{ ?s ?p ?o }}",
    "DESCRIBE <urn:a> FROM <{file}>",
    "SELECT (<{url}>(1) AS ?x) {{}}",
    "SELECT * {{ FILTER(<{url}>(1)) }}",
]
UPDATES = [
    "LOAD <{url}>",
    "load silent <{url}>",
    "LOAD <{url}> INTO GRAPH <urn:g>",
    "LOAD <{file}> INTO GRAPH <urn:g>",
    "LOAD SILENT <{file}>",
    "LOAD # c\n<{url}>",
    "PREFIX x: <{url}> LOAD x:y",
    "BASE <{url}> LOAD <y>",
    "L\\u004FAD <{url}>",
    "INSERT DATA {{ <urn:a> <urn:b> 1 }} ; LOAD <{url}>",
    "CREATE SILENT GRAPH <urn:g>;LOAD<{url}>",
    "INSERT {{ <urn:a> <urn:b> 1 }} WHERE {{ FILTER('0'<'>') }} ; LOAD <{url}> ; INSERT DATA {{ <urn:a> <urn:b> '' }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> " + GROUP + " }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ FILTER(1<2)SERVICE#>\n<{url}>" + GROUP + " }}",
    "DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{file}> " + GROUP + " }}",
    "INSERT {{ ?s ?p ?o }} USING <{url}> WHERE {{ ?s ?p ?o }}",
    "INSERT {{ ?s ?p ?o }} USING NAMED <{file}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "WITH <{file}> INSERT {{ ?s <urn:q> ?o }} WHERE {{ ?s ?p ?o }}",
    "COPY <{url}> TO <urn:g>",
    "ADD SILENT <{file}> TO <urn:g>",
]
PARAMETERS = ["default-graph-uri={url}", "named-graph-uri={url}", "default-graph-uri={file}", "named-graph-uri={file}"]
HARMLESS = [
    'SELECT ("SERVICE <{url}> { ?s ?p ?o }" AS ?x) {}',
    "SELECT ('''\nSERVICE <{url}> { ?s ?p ?o }\n''' AS ?x) {}",
    "SELECT * { ?service ?load ?from } LIMIT 1",
    "SELECT * { ?s ?p ?o } LIMIT 1 # SERVICE <{url}> { ?s ?p ?o }",
    "# SERVICE <{url}> { ?s ?p ?o }\nASK {}",
    "ASK { <http://example.org/SERVICE> ?p 'LOAD <{url}>' }",
    "ASK { ?s <http://example.org/service#service> ?o . # LOAD <{url}>\n }",
    "PREFIX service: <urn:s> ASK { service:service service:load service:from }",
    "ASK { ?s ?p 'service'@en-service }",
    "ASK { _:service ?p ?o }",
    "SELECT (1 AS ?SERVICE) { FILTER(1<2) }",
    "ASK { FILTER(?service<?load) }",
    "ASK { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }",
    "ASK { FILTER(CONTAINS('SERVICE', 'FROM')) }",
    "SELECT * FROM <https://w3id.org/triplewire/graph/background> { ?s ?p ?o } LIMIT 1",
    "ASK { ?s ?p 'a \\u0022 quoted \\u0022 SERVICE <{url}> { }' }",
    "ASK { ?s ?p <http://example.org/caf\\u00e9> }",
    'ASK { ?s ?p "it\'s" . ?s ?p \'a "SERVICE" of ours\' }',
]


def _fill(text: str, canary: Canary) -> str:
    return text.format(url=f"http://127.0.0.1:{canary.port}/x", file=canary.secret, port=canary.port)


@pytest.mark.parametrize("at", range(len(QUERIES)))
def test_no_query_fetches(read_only: Served, updatable: Served, canary: Canary, at: int) -> None:
    """Whatever it looks like, nobody is called and the secret is not in the answer; also where updates are allowed."""
    text = _fill(QUERIES[at], canary)
    for served in (read_only, updatable):
        answer = served.ask(text)
        assert answer.status in (200, 400), answer.body
        assert SECRET not in answer.text
    if "SERVICE" in text.upper() or "FROM" in text or "\\u" in text:
        assert read_only.ask(text).status == 400
    assert canary.calls == 0


@pytest.mark.parametrize("at", range(len(UPDATES)))
def test_no_update_fetches(updatable: Served, canary: Canary, at: int) -> None:
    """Neither with the token, which allows much, nor as a query; the graph that it would fill stays as it is."""
    text = _fill(UPDATES[at], canary)
    updatable.update("DROP SILENT GRAPH <urn:g>")
    status = updatable.update(text).status
    assert status == 400 if "LOAD" in text.upper() or "SERVICE" in text or "\\u" in text else status in (204, 400)
    assert updatable.ask(text).status == 400
    everywhere = f"{{ {{ ?s ?p '{SECRET}' }} UNION {{ GRAPH ?g {{ ?s ?p '{SECRET}' }} }} }}"
    assert not updatable.ask(f"ASK {everywhere}").json()["boolean"]
    assert canary.calls == 0


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_fetches(read_only: Served, canary: Canary, parameter: str) -> None:
    """A graph that the protocol names is looked for in the build, and nowhere else."""
    name, _, graph = _fill(parameter, canary).partition("=")
    for path, headers, body in [
        (f"/sparql?{name}={quote(graph)}", QUERY, "SELECT * { ?s ?p ?o }"),
        ("/sparql", FORM, urlencode({"query": "SELECT * { ?s ?p ?o }", name: graph})),
    ]:
        with read_only.client() as client:
            answer = client.post(body, headers, path)
        assert (answer.status, "there is no graph called" in answer.text) == (400, True)
    assert canary.calls == 0


def test_no_using_parameter_fetches(updatable: Served, canary: Canary) -> None:
    """A graph that the protocol names for an update and that is not there is empty."""
    for file in (f"http://127.0.0.1:{canary.port}/x", canary.secret):
        with updatable.client() as client:
            path = f"/sparql?using-graph-uri={quote(file)}"
            assert client.post("INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }", UPDATE, path).status == 204
    assert not updatable.ask("ASK { GRAPH <urn:g> { ?s ?p ?o } }").json()["boolean"]
    assert canary.calls == 0


@pytest.mark.parametrize("at", range(len(HARMLESS)))
def test_what_only_looks_like_a_call_is_answered(read_only: Served, canary: Canary, at: int) -> None:
    """Words in strings, comments, names and IRIs are words."""
    text = HARMLESS[at].replace("{url}", f"http://127.0.0.1:{canary.port}/x")
    answer = read_only.ask(text)
    assert (answer.status, canary.calls) == (200, 0), answer.body


def test_the_suite_is_large_enough() -> None:
    """Sixty ways out and fifteen look-alikes were promised."""
    assert len(QUERIES) + len(UPDATES) + 2 * len(PARAMETERS) >= 60
    assert len(HARMLESS) >= 15


def test_the_workers_have_no_network(read_only: Served, canary: Canary) -> None:
    """Behind the words stands the system: a worker lives in a network of its own, where it may make one."""
    own = Path("/proc/self/ns/net").readlink()
    spaces = {Path(f"/proc/{pid}/ns/net").readlink() for pid in read_only.processes()}
    if own in spaces:
        pytest.skip("this system lets nobody make a network of his own; then only the look at the text stands")
    assert len(spaces) == len(read_only.processes())
    assert canary.calls == 0
