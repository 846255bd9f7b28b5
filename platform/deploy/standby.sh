#!/bin/sh
# A standby of PostgreSQL: copied from the server that may be written to, where its folder is empty.
set -eu
umask 077
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  pg_basebackup -D "$PGDATA" -R -X stream -c fast \
    -d "host=$PRIMARY user=shuanglian password=$POSTGRES_PASSWORD application_name=standby"
fi
exec postgres
