#!/bin/sh
# Lets standbys read along. Run by the image of PostgreSQL when it makes a cluster; on one that is there
# already once by hand, as docs/operations.md says.
set -eu
echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
