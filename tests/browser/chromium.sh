#!/bin/sh
# A Chromium for the browser tests: the one that is here; else Debian's, as root; else Playwright's.
#   chromium.sh PLAYWRIGHT
set -eu
if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then exit 0; fi
id=$(. /etc/os-release 2>/dev/null && echo "$ID" || true)
if [ "$id" = debian ] && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
else
  "$1" install chromium
fi
