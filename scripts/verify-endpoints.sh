#!/usr/bin/env bash
# Asks every endpoint of a running API for something that changes nothing, and compares the status.
# scripts/verify-endpoints.sh [URL]; a key is taken from MEDIAQ_API_KEY.
set -euo pipefail
base=${1:-http://127.0.0.1:8000}
nobody=0199c0de-0000-7000-8000-00000000dead
failed=0

check() { # status method path [curl arguments]
    local wanted=$1 method=$2 path=$3
    shift 3
    local got
    got=$(curl -sS --max-time 20 -o /dev/null -w '%{http_code}' -X "$method" \
        ${MEDIAQ_API_KEY:+-H "Authorization: Bearer $MEDIAQ_API_KEY"} "$@" "$base$path") || got=none
    if [[ " $wanted " == *" $got "* ]]; then
        echo "ok    $got  $method $path"
    else
        echo "WRONG $got, not $wanted: $method $path"
        failed=1
    fi
}
post() { # status path body
    check "$1" POST "$2" -H 'Content-Type: application/json' -d "$3"
}

check 200 GET /
check 200 GET /health
check 200 GET /openapi.json
check 200 GET /docs
check "200 503" GET /api/media/health
check 200 GET /api/media/status
check 200 GET "/api/media/history?page=1&per_page=10"
check 200 GET /api/media/archive
check 200 GET /api/media/benchmark
check 200 GET /api/media/config
check 200 GET /api/v1/assets
check 200 GET /api/v1/analyses
check 200 GET /api/v1/webhooks
check 200 GET "/api/v1/search?q=window"

check 404 GET "/api/media/status/$nobody"
check 400 GET /api/media/status/not-a-uuid
check 404 DELETE "/api/media/$nobody"
check 400 DELETE /api/media/not-a-uuid
check 400 GET "/api/media/history?per_page=101"
check 400 GET /api/v1/search
check 404 GET "/api/analysis/status?asset_id=$nobody"
check 404 GET "/api/v1/assets/$nobody"
check 404 GET "/api/v1/assets/$nobody/analyses"
check 404 DELETE "/api/v1/assets/$nobody"
check 404 GET "/api/v1/analyses/$nobody"
check 404 GET "/api/v1/analyses/$nobody/feedback"
check 404 GET "/api/v1/analyses/$nobody/export"
check 404 GET "/api/v1/analyses/$nobody/transcript"
check 404 POST "/api/v1/analyses/$nobody/cancel"
check 404 POST "/api/v1/analyses/$nobody/retry"
check 404 GET "/api/v1/webhooks/$nobody"
check 404 POST "/api/v1/webhooks/$nobody/redeliver"
check 404 GET "/api/v1/files/$nobody"
check 404 GET /api/v1/audio/9223372036854775807

for path in analyze video video/extract-frames video/contact-sheet audio audio/transcribe documents; do
    post 400 "/api/media/$path" '{}'
done
post 422 /api/media/analyze '{"media_url": "file:///etc/passwd"}'
post 404 "/api/v1/assets/$nobody/analyze" '{}'
post 400 /api/v1/reprocess '{}'
check 415 POST /api/media/analyze -H 'Content-Type: text/plain' -d x
check 400 POST /api/upload -F other=x
check 404 GET /nothing
exit $failed
