#!/bin/sh
# Print the path of a Chromium or Chrome that works; install one if there is none.
#
#   SCOREPRESS_CHROMIUM   an executable to use instead of searching; it must exist and work
#
# The path is the only thing on standard output; all else goes to standard error. Installing is done
# by the system's own package manager (through sudo unless root), never by a download of a browser
# build. A font for Chinese is installed with it, or by itself if the system shows none: without one
# the pages' text comes out as empty boxes. Exit status 1, and a message with the cure, if no browser
# can be had: the browser tests are never left out silently.
set -eu

say() {
    printf 'chromium.sh: %s\n' "$*" >&2
}

# Does this executable run and say its version? (Ubuntu's chromium-browser without snap does not.)
works() {
    "$1" --version </dev/null >/dev/null 2>&1
}

# Print the first browser that works.
find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge \
        microsoft-edge-stable; do
        if path=$(command -v "$name") && works "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    for folder in /Applications "${HOME:-/nonexistent}/Applications"; do
        for name in Chromium 'Google Chrome' 'Microsoft Edge'; do
            path="$folder/$name.app/Contents/MacOS/$name"
            if [ -x "$path" ] && works "$path"; then
                printf '%s\n' "$path"
                return 0
            fi
        done
    done
    return 1
}

# Print the name of the package manager.
find_manager() {
    for name in apt-get dnf pacman apk zypper brew; do
        if command -v "$name" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

# Run a command as root; its output goes to standard error.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@" </dev/null >&2
    elif ! command -v sudo >/dev/null 2>&1; then
        say "not root, and there is no sudo: cannot run: $*"
        return 1
    elif [ -t 0 ]; then
        sudo "$@" >&2
    else
        sudo -n "$@" </dev/null >&2
    fi
}

updated=''

# Install packages by the package manager's own names.
install() {
    say "installing with $manager: $*"
    case $manager in
        apt-get)
            if [ -z "$updated" ]; then
                as_root apt-get -q -o DPkg::Lock::Timeout=300 update ||
                    say "apt-get update failed; trying with the lists at hand"
                updated=yes
            fi
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
                install --no-install-recommends "$@"
            ;;
        dnf) as_root dnf -q -y install "$@" ;;
        pacman) as_root pacman -Sy --noconfirm --needed "$@" ;;
        apk) as_root apk add --no-progress "$@" ;;
        zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
        brew) brew install --cask "$@" </dev/null >&2 ;;
    esac
}

# Install the first of several packages that can be had.
install_any() {
    for package in "$@"; do
        if install "$package"; then
            return 0
        fi
    done
    return 1
}

install_browser() {
    case $manager in
        apt-get) install_any chromium chromium-browser ;;
        brew) install_any google-chrome ;;
        *) install_any chromium ;;
    esac
}

# Is there a font for Chinese? Asked of fontconfig, or else of the usual folders.
has_chinese_font() {
    if [ "$(uname -s)" = Darwin ]; then
        return 0 # macOS ships PingFang
    fi
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]
    else
        [ -n "$(find /usr/share/fonts /usr/local/share/fonts \( -iname '*cjk*' -o -iname '*wqy*' \) \
            -type f 2>/dev/null | head -n 1)" ]
    fi
}

install_font() {
    case $manager in
        apt-get) install fonts-noto-cjk ;;
        dnf) install_any google-noto-sans-cjk-vf-fonts google-noto-sans-cjk-fonts \
            google-noto-sans-cjk-ttc-fonts ;;
        pacman) install noto-fonts-cjk ;;
        apk) install font-noto-cjk ;;
        zypper) install_any google-noto-sans-sc-fonts noto-sans-sc-fonts wqy-zenhei-fonts ;;
        *) return 1 ;;
    esac
}

cure() {
    say "cure: install Chromium or Google Chrome by hand, or set SCOREPRESS_CHROMIUM to the path of"
    say "      one, then run this again."
}

manager=$(find_manager) || manager=''

if [ -n "${SCOREPRESS_CHROMIUM:-}" ]; then
    if ! browser=$(command -v "$SCOREPRESS_CHROMIUM") || ! works "$browser"; then
        say "error: SCOREPRESS_CHROMIUM=$SCOREPRESS_CHROMIUM does not run (tried with --version)."
        say "cure: set it to the path of a Chromium or Chrome that does, or unset it."
        exit 1
    fi
elif ! browser=$(find_browser); then
    say "no Chromium or Chrome found."
    if [ -z "$manager" ]; then
        say "error: no package manager that this script knows (apt-get, dnf, pacman, apk, zypper, brew)."
        cure
        exit 1
    fi
    install_browser || say "$manager could not install it."
    if ! browser=$(find_browser); then
        say "error: still no browser that works."
        cure
        exit 1
    fi
fi

if ! has_chinese_font; then
    say "no font for Chinese found."
    if [ -z "$manager" ] || ! install_font; then
        say "warning: could not install one (Debian: fonts-noto-cjk); Chinese text will show as boxes."
    fi
fi

printf '%s\n' "$browser"
