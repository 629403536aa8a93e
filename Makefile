# Two commands to begin with:
#   make demo    five operators with thirteen months of history, in the browser
#   make test    everything but the long trials
.PHONY: demo bills test trials lint build bench screenshots setup web

RIMESSA = target/release/rimessa
# What the tests run is built with them: an optimised build would take longer than all of them, and one of the server alone
# would build half of the libraries again, with fewer features.
TESTED = target/debug/rimessa
DEMO = target/demo/rimessa
# Built once, and kept; `$(DEMO) demo build --anew` builds it anew.
DEMO_STORE = target/demo-store/demo.db
# Tries the API against its own description, as everybody who may call it.
CONTRACT = target/contract/bin/python tests/contract/run.py
# Plays what members do, in a browser.
BROWSER = node tests/browser/run.mjs
# What the long trials run: scenarios against the reference model, cases of each property. Of 200,000
# come a million attempts to book on each engine, and a hundred kills of the server under load.
TRIALS ?= 200000
CASES ?= 20000

demo: web
	cargo build --profile demo --locked -p rimessa-server
	@$(DEMO) demo build $(DEMO_STORE)
	@$(DEMO) serve --demo --database sqlite:$(DEMO_STORE)

# The explained bills of the shipped cases.
bills: build
	@$(RIMESSA) explain rulebooks/*/cases

test: lint
	@sh web/build.sh must
	@sh tests/setup.sh test
	cargo nextest run --workspace --locked --no-fail-fast
	$(TESTED) rulebook check $(wildcard rulebooks/*)
	$(TESTED) replay --check rulebooks/*/cases
	cd tests/reference && python3 -m unittest --quiet
	$(BROWSER) $(TESTED)
	$(CONTRACT) $(TESTED) --short

trials: build
	@sh tests/setup.sh test
	RIMESSA_TRIALS=$(TRIALS) PROPTEST_CASES=$(CASES) \
	  cargo nextest run --workspace --locked --release --no-fail-fast
	$(CONTRACT) $(RIMESSA)

bench: build
	$(RIMESSA) bench

# The pictures of the README.
screenshots: web
	@sh tests/setup.sh test
	cargo build --locked -p rimessa-server
	node tests/browser/screenshots.mjs $(TESTED) docs/screenshots

lint: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

build: web
	cargo build --release --locked -p rimessa-server

# Icons and islands, which go into the program; where Node is too old for them, it comes without.
web: setup
	@sh web/build.sh

setup:
	@sh tests/setup.sh
