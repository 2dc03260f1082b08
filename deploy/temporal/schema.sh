# Run by temporal-schema. Every step is a no-op on a schema that is current, so it runs at every start.
# The tool carries the schema of its own version: it must be the server's.
for kind in temporal visibility; do
  database=temporal
  [ "$kind" = visibility ] && database=temporal_visibility
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$kind"
done
