# Two commands: `make demo` and `make test`. Everything else serves them.
.PHONY: demo run test check bench faults hosts setup-demo setup-test setup-bench docs
PY := .venv/bin/python
PORT ?= 8000
SERVE := $(PY) manage.py serve --bind 127.0.0.1:$(PORT)
export SHUANGLIAN_PUBLIC_URL ?= http://127.0.0.1:$(PORT)
export PYTHONPATH := .:platform
export PYTHONUNBUFFERED := 1
unexport PYTHONDONTWRITEBYTECODE  # each of the many processes would compile everything anew
DEMO := SHUANGLIAN_VAR_DIR=var/demo SHUANGLIAN_FONT_DIR=var/fonts SHUANGLIAN_TODAY=2008-06-26

demo: setup-demo  ## the whole story on a real brief, then the site; ONCE=1 ends after the story, FRESH=1 begins anew, PORT=8001
	@$(if $(FRESH),$(DEMO) $(PY) manage.py forget --yes,:)
	@$(DEMO) $(PY) manage.py migrate -v 0
	@$(DEMO) SHUANGLIAN_TODAY= $(PY) manage.py story
	@$(if $(ONCE),:,$(DEMO) $(SERVE))

run: setup-demo  ## an empty installation: the first visit makes the administrator
	@$(PY) manage.py migrate -v 0
	@$(SERVE)

test: setup-test  ## every test that this machine can run; with CI=true a tier that cannot run fails
	@$(PY) tools/test.py $(ARGS)

check: setup-test  ## format, lint, types, import contracts, migrations, templates
	@sh tools/check.sh

faults: setup-test  ## every kind of fault during shortened stories; RUNS=2 stories and TIMES=2 for each of them, SEED=2008, KIND=relay-killed
	@$(PY) -m tools.faults --table docs/operations.md $(if $(RUNS),--runs $(RUNS)) $(if $(TIMES),--times $(TIMES)) \
		$(if $(SEED),--seed $(SEED)) $(foreach kind,$(KIND),--kind $(kind))

hosts: setup-test  ## the production form on eight hosts, cables pulled: as root, where networks may be made
	@$(PY) -m pytest -q -m hosts $(ARGS)

bench: setup-bench  ## every measurement of bench/ in one run, beside its peers; QUICK=1: small sizes
	@$(PY) bench/all.py $(if $(QUICK),--quick)

docs:  ## what is generated: docs/events.md and docs/asyncapi.json
	@$(PY) manage.py events_catalogue

setup-demo:
	@sh tools/setup.sh demo
setup-test:
	@sh tools/setup.sh test
setup-bench: setup-test
	@sh tools/setup.sh bench
