# Every command of an installed triplewire once, in an empty folder. Stops at the first that fails.
set -euo pipefail

step() { printf '$ %s\n' "$*"; "$@" >out.txt || { code=$?; cat out.txt; echo "exit code $code"; exit "$code"; }; }
filled() { [ -s "$1" ] || { echo "$1 is empty"; exit 1; }; }

cat >release.txt <<'TEXT'
Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update on its pipeline.

NVT-101 targets CD56. NVT-101 has been granted orphan drug designation for multiple myeloma in the US and Europe.
TEXT

step triplewire --version
step triplewire --help
step triplewire facts release.txt --format jsonl
filled out.txt
step triplewire facts release.txt
step triplewire facts - --format csv <release.txt
step triplewire build release.txt -o one --quiet
step triplewire build -o triplewire-out --workers 2
for file in facts.jsonl graph.ttl graph.trig index.html report.json; do filled "triplewire-out/current/$file"; done
step triplewire query --list
step triplewire query orphan-designations --format csv
step triplewire query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
step triplewire draw --list
compound=$(triplewire query orphan-designations --format csv | sed -n '2s/,.*//p')
company=$(triplewire query promise-record --format csv | sed -n '2s/,.*//p')
for view in $(triplewire draw --list | awk '/^[a-z]/ && $1 != "view" { print $1 }'); do
  focus=()
  [ "$view" = compound ] && focus=(--focus "$compound")
  [ "$view" = company ] && focus=(--focus "$company")
  [ "$view" = path ] && focus=(--focus "$compound" --to "$company")
  step triplewire draw "$view" "${focus[@]}" -o "$view.html"
  filled "$view.html"
done
step triplewire draw overview --limit 200 -o overview.svg
filled overview.svg
step triplewire export --list
for format in turtle trig ntriples nquads jsonld rdfxml jsonl sssom graphml; do
  step triplewire export "$format" -o "graph.$format"
  filled "graph.$format"
done
for format in csv kgx-tsv kgx-jsonl neo4j; do
  step triplewire export "$format" -o "tables/$format"
done
step triplewire query pipeline -p as_of=2025-06-30
step triplewire diff 2025-06-30 2025-12-31
step triplewire diff --since 2025-06-30 --format md
filled out.txt
for form in table md ics; do
  step triplewire ledger --format "$form"
  filled out.txt
done
step triplewire ledger --since 2025-06-30 --format md
filled out.txt
step triplewire check
step triplewire check --format junit
step triplewire lexicon list
step triplewire lexicon check
step triplewire rules list
step triplewire rules lint
step triplewire rules explain "NVT-101 targets CD56."
step triplewire explain --text "NVT-101 targets CD56."
fact=$(sed -n '1s/.*"id": "\([0-9a-f]*\)".*/\1/p' triplewire-out/current/facts.jsonl)
step triplewire explain "$fact"
triplewire serve --port 0 --workers 1 >url.txt &
server=$!
for _ in $(seq 300); do [ -s url.txt ] && break; sleep 0.1; done
home=$(cat url.txt)
get() { python -c 'import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(u.Request(sys.argv[1], headers={"Accept": sys.argv[2]})).read())' "$@"; }
export no_proxy=127.0.0.1
step get "$home" text/html
grep -q 'drugs, partners and indications' out.txt
step get "${home}id/compound/imgn901" text/turtle
grep -q '^@prefix tw:' out.txt
step triplewire query partners --endpoint "${home}sparql"
filled out.txt
step triplewire export sparql --endpoint "${home}sparql" --dry-run
grep -q 'graph/ledger' out.txt
kill "$server"
for _ in $(seq 30); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
if kill -0 "$server" 2>/dev/null; then echo "the server goes on 3 s after SIGTERM"; kill -9 "$server"; exit 1; fi
wait "$server"
step python -m triplewire --version
echo "every command works"
