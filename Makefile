# Công Đoàn Số. `make demo` to try it, `make test` to test it; see README.md.

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
TEST_PROCESSES ?= 2
UV := $(shell command -v uv 2>/dev/null)

# The environment of the caller must not reach into ours.
unexport PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help env env-dev demo serve test test-fast test-journeys test-pg15 test-icu check types bench fmt lock \
        messages screenshots licences clean

help:
	@echo "make demo        thử ngay: chuẩn bị mọi thứ, nạp dữ liệu trình diễn, phục vụ (PORT, CONGDOAN_HOME, DATABASE_URL)"
	@echo "make serve       phục vụ thật (không dữ liệu trình diễn)"
	@echo "make test        toàn bộ kiểm thử        make test-fast      không mở trình duyệt"
	@echo "make check       mọi cổng kiểm tra        make fmt            định dạng mã"
	@echo "make bench       đo tốc độ                make messages       gom chuỗi cần dịch"
	@echo "make test-pg15   kiểm thử trên máy chủ của DATABASE_URL"
	@echo "make test-icu    thứ tự họ tên so với ICU, trên PostgreSQL 15 của Debian"

## Environment: one stamp for what runs, one for what tests. The locks name everything, so nothing is
## resolved anew (--no-deps): pip before 23.3 would take a newer `coverage[toml]` than the pinned `coverage`.

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên (đang có: $$($(PYTHON) --version 2>&1)); đặt PYTHON=…" >&2; exit 1; }
ifeq ($(UV),)
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Thiếu venv của Python: apt install python3-venv (hoặc cài uv)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
else
	$(UV) venv --quiet --python $(PYTHON) $(VENV)
endif

ifeq ($(UV),)
INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --root-user-action=ignore
else
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
endif

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Cài thư viện (một lần)…"
	@$(INSTALL) --no-deps --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Cài công cụ kiểm thử (một lần)…"
	@$(INSTALL) --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

env: $(VENV)/run.stamp
env-dev: $(VENV)/dev.stamp

## Running

demo: env
	@$(BIN)/congdoan demo

serve: env
	@$(BIN)/congdoan serve

## Testing: on the embedded PostgreSQL under var/test, or on the server of DATABASE_URL.

test: env-dev
	@$(BIN)/python tools/messages.py compile
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) -m "not journey" --dist worksteal
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) -m journey --dist worksteal || \
	  { echo "Có hành trình trượt: chạy lại riêng các hành trình ấy, lần lượt."; \
	    $(BIN)/python -m pytest -n 0 -m journey --last-failed --last-failed-no-failures none; }

test-fast: env-dev
	@$(BIN)/python tools/messages.py compile
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) -m "not journey and not slow"

test-journeys: env-dev
	@$(BIN)/python tools/messages.py compile
	$(BIN)/python -m pytest tests/journeys

test-pg15: env-dev
	@test -n "$$DATABASE_URL" || { echo "Đặt DATABASE_URL=postgres://… tới một máy chủ PostgreSQL 15." >&2; exit 1; }
	@$(BIN)/python tools/messages.py compile
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) -m "not journey"

test-icu: env-dev
	tools/on_postgresql15 $(BIN)/python -m pytest -n 0 -rs src/congdoan/foundation/tests/test_name_order.py

check: env-dev
	@$(BIN)/python tools/check.py

types: env-dev
	$(BIN)/mypy

bench: env-dev
	@$(BIN)/congdoan bench

## Housekeeping

fmt: env-dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/python tools/templates.py --fix

messages: env-dev
	$(BIN)/python tools/messages.py collect
	$(BIN)/python tools/messages.py compile

screenshots: env-dev
	@$(BIN)/python tools/messages.py compile
	CONGDOAN_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/journeys/test_pictures.py

licences: env-dev
	@$(BIN)/python tools/licences.py --list

lock:
	tools/lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache var/test
