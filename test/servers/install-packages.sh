#!/bin/sh
# Installs the named Debian packages without letting them start their services.
#
# A shell script, so that it finishes (and takes its policy away again) even when whoever called it is
# gone. All output goes to standard error: the caller's standard output may be somebody's JSON.
#
# What keeps a service from starting is /usr/sbin/policy-rc.d (invoke-rc.d(8)): exit status 101 forbids
# every action. A policy that already stands is the machine's own and is left alone.
set -eu
exec >&2

policy=/usr/sbin/policy-rc.d
mark='# Placed by install-packages.sh for the time of one installation.'
lock="${ROLODIAL_PACKAGES_LOCK:-/run/lock/rolodial-packages}"

# One installation of ours at a time: test files run side by side, and apt's lists have a lock that it
# does not wait for. The lock goes with file descriptor 9, that is with this process.
mkdir -p "${lock%/*}"
exec 9>"$lock"
flock 9

# A mark means that an earlier run of ours was killed before it could take its policy away.
if [ ! -e "$policy" ] || grep -qF "$mark" "$policy"; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
# Somebody else may be updating the lists: their lock has no time-out of its own. Any other failure is no
# reason to give up: whether the packages can be had, the installation will tell.
attempts=0
until output=$(LC_ALL=C apt-get --quiet=2 update 2>&1 9>&-); do
  case $output in *'Could not get lock'*) ;; *) break ;; esac
  attempts=$((attempts + 1))
  [ "$attempts" -lt 120 ] || break
  sleep 1
done
[ -z "$output" ] || printf '%s\n' "$output"

# The time-out is for somebody else's dpkg. Without 9>&-, a daemon that a package leaves behind would keep our lock.
apt-get --quiet=2 --yes --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 \
  install "$@" 9>&-
