#!/bin/sh
# A Chromium for the browser tests: Debian's without a screen, which is the quickest, as root; else
# the one that is here; else Playwright's.
#   chromium.sh PLAYWRIGHT
set -eu
have() { command -v "$1" >/dev/null; }
installed() {
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" fonts-dejavu-core >/dev/null
}
id=$(. /etc/os-release 2>/dev/null && echo "$ID" || true)
if have chromium-headless-shell; then exit 0; fi
if [ "$id" = debian ] && [ "$(id -u)" = 0 ] && installed chromium-headless-shell; then exit 0; fi
if have chromium || have google-chrome; then exit 0; fi
"$1" install chromium
