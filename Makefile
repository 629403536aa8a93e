# make demo: the explained bills of the shipped cases.  make test: everything but long trials.
.PHONY: demo test trials lint build bench setup

RIMESSA = target/release/rimessa

build: setup
	cargo build --release --locked -p rimessa-server

setup:
	@sh tests/setup.sh

demo: build
	@$(RIMESSA) explain rulebooks/*/cases

lint: setup
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

test: build lint
	cargo nextest run --workspace --locked --no-fail-fast || cargo nextest run --version >/dev/null
	@$(MAKE) --no-print-directory test-whole

bench: build
	$(RIMESSA) bench
