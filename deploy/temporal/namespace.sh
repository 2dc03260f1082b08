# Run by temporal-namespace: makes the namespace with the search attributes that the workflows set. Safe to run again.

# A new namespace takes some seconds until every part of the server knows it.
retry() {
  for _ in $(seq 30); do
    "$@" && return
    sleep 2
  done
  echo "Gave up: $*" >&2
  return 1
}

type_of() {
  temporal operator search-attribute list -n "$TEMPORAL_NAMESPACE" | awk -v name="$1" '$1 == name { print $2 }'
}

retry temporal operator cluster health
if temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update -n "$TEMPORAL_NAMESPACE" --retention 720h
else
  temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 720h
fi
retry temporal operator search-attribute list -n "$TEMPORAL_NAMESPACE" >/dev/null

query=
for attribute in \
  PublishJobId=Keyword \
  PublishUserId=Keyword \
  PublishVideoId=Keyword \
  PublishPlatform=Keyword \
  PublishStatus=Keyword \
  PublishPhase=Keyword \
  PublishAt=Datetime; do
  name=${attribute%=*} type=${attribute#*=}
  found=$(type_of "$name")
  if [ "${found:-$type}" != "$type" ]; then
    echo "Search attribute $name of namespace $TEMPORAL_NAMESPACE is a $found, and Publisher needs a $type: set" \
      "TEMPORAL_NAMESPACE to a namespace of Publisher's own, or, where nothing else uses the attribute, remove it with" \
      "\`temporal operator search-attribute remove -n $TEMPORAL_NAMESPACE --name $name --yes\` and run this again." >&2
    exit 1
  fi
  [ "$found" ] || retry temporal operator search-attribute create -n "$TEMPORAL_NAMESPACE" --name "$name" --type "$type"
  query="${query:+$query AND }$name IS NULL"
done
# Whoever starts a run before the server's frontend has learned of them is refused.
retry temporal workflow count -n "$TEMPORAL_NAMESPACE" --query "$query"
