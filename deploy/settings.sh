#!/bin/sh
# Makes what docker-compose.yml needs and a machine can make: .env, and in deploy/secrets a file for each secret, with
# passwords and keys of its own. Then names all that a person has to fill in; exit code 1 while anything is missing.
# Safe to run again: what is there stays as it is.
set -eu
cd "$(dirname "$0")/.."
umask 077
secrets=deploy/secrets
mkdir -p "$secrets"
[ -e .env ] || cp deploy/example.env .env

# Files that any user of a container may read, in a folder that only its owner may enter.
keep() {
  [ -s "$secrets/$1" ] || printf '%s' "$2" >"$secrets/$1"
  chmod 644 "$secrets/$1"
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
setting() { sed -n "s/^$1=//p" .env | tail -n 1; }

keep postgres_password "$(random)"
keep database_url "postgresql://publisher:$(cat "$secrets/postgres_password")@postgres:5432/publisher"
keep token_keys "$(date +%Y-%m-%d):$(head -c 32 /dev/urandom | base64)"
keep grafana_password "$(random)"
# The S3 server of the compose file takes any key; R2's own comes with the API token.
if [ -z "$(setting R2_ENDPOINT)" ]; then keep r2_secret_access_key "$(random)"; fi

missing=0
need() {
  echo "missing: $1" >&2
  missing=1
}
for name in $(sed -n 's/.*${\([A-Z0-9_]*\):?.*/\1/p' docker-compose.yml | sort -u); do
  [ -n "$(setting "$name")" ] || need "$name in .env"
done
for name in $(sed -n 's|.*file: ./deploy/secrets/\([a-z0-9_]*\).*|\1|p' docker-compose.yml); do
  keep "$name" ''
  if [ "$name" = facebook_app_secret ] && [ -z "$(setting FACEBOOK_APP_ID)" ]; then continue; fi
  [ -s "$secrets/$name" ] || need "the content of $secrets/$name"
done
[ "$missing" = 1 ] || echo 'Everything is set.'
exit "$missing"
