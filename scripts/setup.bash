# shellcheck shell=bash
# What scripts/quickstart and scripts/test share: find Python, name what the system lacks, make .venv.
# Sourced, never run. The caller has set -euo pipefail and stands in the checkout.

say() { printf '%s\n' "$@"; }
fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Debian package -> the shared library that Qt's platform plugins, QtNetwork and QtGui load from the system.
QT_LIBRARIES=(
    libglib2.0-0=libglib-2.0.so.0
    libegl1=libEGL.so.1
    libgl1=libGL.so.1
    libdbus-1-3=libdbus-1.so.3
    libfontconfig1=libfontconfig.so.1
    libxkbcommon0=libxkbcommon.so.0
    libxcb-cursor0=libxcb-cursor.so.0
    libxcb-icccm4=libxcb-icccm.so.4
    libxcb-keysyms1=libxcb-keysyms.so.1
    libxcb-shape0=libxcb-shape.so.0
    libxcb-xkb1=libxcb-xkb.so.1
    libxkbcommon-x11-0=libxkbcommon-x11.so.0
    libgssapi-krb5-2=libgssapi_krb5.so.2
)

# Prints the command of a Python that is new enough; fails when there is none.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# Prints the Debian packages that are missing, one a line: Python, its venv module, and Qt's libraries.
missing_packages() {
    local python have pair
    if python=$(find_python); then
        if [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
        fi
    else
        say python3
        say python3-venv
    fi
    have=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in "${QT_LIBRARIES[@]}"; do
        grep -qF "	${pair#*=} " <<<"$have" || say "${pair%%=*}"
    done
    [ -e /etc/ssl/certs/ca-certificates.crt ] || say ca-certificates
}

# Installs the given Debian packages as root; for anybody else prints the command for exactly them, and stops.
install_packages() {
    local update=""
    [ $# -gt 0 ] || return 0
    if ! compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null; then
        update="apt-get update"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        fail "These packages of your system are missing. Install them, then run this command again:" "" \
            "    ${update:+sudo $update && }sudo apt-get install --no-install-recommends $*" ""
    fi
    say "Installing with apt-get: $*"
    export DEBIAN_FRONTEND=noninteractive
    if [ -n "$update" ]; then
        apt-get -qq update
    fi
    # Lists can be there and out of date: then the first try fails, and the second has fresh ones.
    apt-get -qq -y --no-install-recommends install "$@" >/dev/null ||
        { apt-get -qq update && apt-get -qq -y --no-install-recommends install "$@" >/dev/null; }
}

# Sees to the system's side: installs on Debian and its relatives, says in words what is needed elsewhere.
# Arguments: functions that print the Debian packages that are missing.
prepare_system() {
    local packages lister
    if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
        mapfile -t packages < <(for lister in "$@"; do "$lister"; done)
        install_packages "${packages[@]}"
        if ! find_python >/dev/null; then
            fail "Python 3.11 or newer is needed; this system's python3 is older." \
                "Install a newer one (python3.11, 3.12 or 3.13) and name it: PYTHON=/path/to/python3.12 $0"
        fi
    elif ! find_python >/dev/null; then
        fail "Python 3.11 or newer is needed, with its venv module: from your package manager, or (macOS) from Homebrew." \
            "If it has another name, give it: PYTHON=/path/to/python3.12 $0"
    elif [ "$(uname -s)" = Linux ]; then
        say "This is not Debian: if the window does not open, install your system's packages of" \
            "xcb-util-cursor, xcb-util-wm, xcb-util-keysyms, libxkbcommon-x11, EGL and fontconfig."
    fi
}

# Makes or renews .venv with the project in it, editable. Argument: the extras, like "[dev]" or "".
# Does nothing when nothing has changed since the last time.
make_venv() {
    local extras=$1 python stamp
    python=$(find_python)
    stamp="$extras $PWD $(cat pyproject.toml constraints.txt | cksum) $("$python" -V)"
    if [ -x .venv/bin/python ] && .venv/bin/python -I -c 'import ftpsgui' 2>/dev/null; then
        # Extras only add: an environment that was made for the tests also serves the quick start.
        if [ "$(cat .venv/stamp 2>/dev/null)" = "$stamp" ]; then return 0; fi
        if [ -z "$extras" ] && [ "$(cat .venv/stamp 2>/dev/null)" = "[dev,build]$stamp" ]; then return 0; fi
    fi
    say "Setting up .venv with $("$python" -V)"
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear .venv
    fi
    # Both names, so that old and new pip pin also what packages are built with.
    PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -e ".$extras"
    printf '%s\n' "$stamp" >.venv/stamp
}
