#!/bin/sh
# Print the path of a Python that can make this project's virtual environment.
#
#   sh tools/python.sh          the first fit one of python3.13 python3.12 python3.11 python3 on PATH
#   sh tools/python.sh PYTHON   that one (a name or a path), if it is fit
#
# Fit: version 3.11 or newer, with the modules venv and ensurepip. The path goes to standard output;
# when there is none, a message with the cure goes to standard error and the exit status is 1.
set -eu

newest_seen=''
no_venv=''

# Look at one executable: print it and exit if it is fit, else note what it lacks.
try() {
    # A pyenv shim prints an error for a version that is not selected: that is no Python then.
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 0
    if ! "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        newest_seen="$1 (Python $version)"
        return 0
    fi
    if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        no_venv="$1 (Python $version)"
        return 0
    fi
    printf '%s\n' "$1"
    exit 0
}

if [ "$#" -gt 0 ] && [ -n "$1" ]; then
    if ! found=$(command -v "$1"); then
        echo "error: PYTHON=$1 was asked for, but there is no such command." >&2
        exit 1
    fi
    try "$found"
else
    # Every folder of PATH is searched, not only the first hit: behind a broken pyenv shim there is
    # often a sound system Python.
    old_ifs=$IFS
    for name in python3.13 python3.12 python3.11 python3; do
        IFS=:
        for folder in $PATH; do
            IFS=$old_ifs
            if [ -n "$folder" ] && [ -x "$folder/$name" ]; then
                try "$folder/$name"
            fi
        done
        IFS=$old_ifs
    done
fi

if [ -n "$no_venv" ]; then
    echo "error: $no_venv has no venv or no ensurepip module." >&2
    echo "       On Debian and Ubuntu: apt-get install python3-venv" >&2
elif [ -n "$newest_seen" ]; then
    echo "error: $newest_seen is too old: Scorepress needs Python 3.11 or newer." >&2
else
    echo "error: no working Python found: Scorepress needs Python 3.11 or newer." >&2
fi
echo "       To use a Python that is not on PATH: make PYTHON=/path/to/python3 ..." >&2
exit 1
