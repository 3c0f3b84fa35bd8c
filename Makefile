# `make help` tells what there is. The work is done by the scripts in tools/.

PORT ?= 8787
HOST ?= 127.0.0.1
DATA ?= data/responses.sqlite
TLS_CERT ?=
TLS_KEY ?=
export PORT HOST DATA TLS_CERT TLS_KEY

.DEFAULT_GOAL := help
.PHONY: help tools build run dev check test screens soak tremor bench lint deny size quick screenshots pictures clean

help: ## What you can ask for
	@echo 'make …'
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo 'make run takes PORT=$(PORT) HOST=$(HOST) DATA=$(DATA) and, for https, TLS_CERT= and TLS_KEY=;'
	@echo 'make dev takes PORT=8788 HOST=$(HOST) DATA=data/dev.sqlite'

run: build ## Builds everything and starts it; the address is printed, Ctrl-C stops it
	@exec tools/run.sh

# Not the address of `make run`: a browser keeps its service worker and its responses by it.
dev: PORT = 8788
dev: DATA = data/dev.sqlite
dev: tools ## The app while you work on it: built anew on every save, with the collector beside it; Ctrl-C stops it
	@exec tools/dev.sh

check: ## Form, lints and the tests of the rules: a minute, once it has been compiled
	@tools/check.sh

test: tools ## All tests, in the end those in a browser
	@tools/test.sh

screens: tools ## Every screen in every language at every size; make test looks at one language of each script
	@BETEKENIS_SCREENS=all tools/test.sh chromium screens

soak: tools ## Kills a browser 200 times, then lets 500 people take part; KILLS=, SEED= and PARTICIPANTS= change that
	@KILLS=$${KILLS:-200} PARTICIPANTS=$${PARTICIPANTS:-500} tools/test.sh chromium soak meddling

tremor: tools ## Taps 1,000 times with a trembling hand, in each browser; TAPS=, SEED= and ENGINES= change that
	@for engine in $${ENGINES:-chromium firefox webkit}; do TAPS=$${TAPS:-1000} tools/test.sh $$engine tremor || exit 1; done

bench: build ## How fast store, sender, results and the page are; fails below a floor or above a limit; BENCH=store or page does one
	@tools/bench.sh

lint: tools ## Form and lints
	@tools/lint.sh

build: tools ## The site, as static files for any https host: dist/site
	@tools/build.sh

quick: tools ## The same for whoever works on it, many times larger and sooner there: dist/quick
	@QUICK=1 tools/build.sh

tools: ## The tools of the build, into .tools (the first time about ten minutes)
	@tools/get-tools.sh

size: build ## What a tablet downloads; fails when it is too much
	@cargo run --release --locked --quiet -p site -- size dist/site

screenshots: build ## Pictures of the app, for the manifest and the documents
	@tools/screenshots.sh

pictures: ## A page of all pictures at every size, in grey and on paper: target/pictures/index.html
	@python3 tools/pictures/compose.py --page target/pictures

deny: ## Licences and known holes of all crates, if cargo-deny is installed
	@command -v cargo-deny >/dev/null || { echo 'cargo-deny is missing: cargo install cargo-deny --locked'; exit 1; }
	@cargo deny --all-features check

clean: ## Removes what was built; the tools and the data stay
	@rm -rf dist target
