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

retry temporal operator cluster health
if temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update -n "$TEMPORAL_NAMESPACE" --retention 720h
else
  temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 720h
fi

for attribute in \
  PublishJobId=Keyword \
  PublishUserId=Keyword \
  PublishVideoId=Keyword \
  PublishPlatform=Keyword \
  PublishStatus=Keyword \
  PublishPhase=Keyword \
  PublishAt=Datetime; do
  retry temporal operator search-attribute create -n "$TEMPORAL_NAMESPACE" --name "${attribute%=*}" --type "${attribute#*=}"
done
