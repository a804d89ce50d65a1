# Một Cửa. `make help` nói các lệnh.
PY = .venv/bin/python
.DEFAULT_GOAL := help
export PYTHONUTF8 = 1
.PHONY: help demo test soak check bench clean lock venv dev browser assets

help: ## các lệnh
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

venv:
	@python3 bootstrap.py runtime

dev:
	@python3 bootstrap.py dev

assets:
	@TESTING=1 $(PY) manage.py build_assets >/dev/null

demo: venv ## chạy thử toàn bộ hệ thống với dữ liệu mẫu
	@exec $(PY) -m portal.demo --with-parent

# Trình duyệt thật cho kiểm thử: có sẵn, hoặc cài từ bản phân phối khi là root.
browser:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do \
		if [ -n "$$name" ] && command -v "$$name" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Đang cài Chromium cho kiểm thử trình duyệt…"; \
		apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "Bỏ qua kiểm thử trình duyệt: cài gói chromium hoặc đặt CHROMIUM=/đường/dẫn"

WORKERS ?= 3# more than two cores: who kills processes waits, and another works meanwhile

test: dev browser assets ## toàn bộ kiểm thử, trên PostgreSQL và Redis thật
	@$(PY) -m pytest -q -n $(WORKERS) --dist loadfile $(ARGS)

soak: dev browser assets ## kiểm thử dài, thời gian thật (khoảng ba giờ; SOAK_MINUTES=10 mỗi lỗi)
	@$(PY) -m pytest -q -m soak $(ARGS)

ROOMS = accounts calendars complaints documents dossiers events foundation notifications portal procedures ratings \
	zalo zalo_emulator bootstrap.py manage.py scripts

check: dev ## định dạng, kiểu, kiến trúc, migration, bản dịch, API
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@TESTING=1 $(PY) -m mypy $(ROOMS)
	@PYTHONPATH=. .venv/bin/lint-imports --no-cache
	@TESTING=1 $(PY) -W ignore manage.py makemigrations --check --dry-run || \
		(echo "Thiếu migration: chạy manage.py makemigrations" && exit 1)
	@$(PY) scripts/check_translations.py
	@$(PY) scripts/check_english.py
	@$(PY) -W ignore scripts/check_openapi.py

bench: venv ## đo, so với giới hạn đo cùng lúc; ghi bench/results
	@$(PY) -m bench $(ARGS)

lock: ## biên dịch lại requirements*.txt
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q -o requirements.txt requirements.in
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q -o requirements-dev.txt requirements-dev.in

clean: ## xóa mọi thứ do các lệnh trên tạo ra, kể cả dữ liệu
	@python3 bootstrap.py clean
