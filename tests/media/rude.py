"""A tool that does not keep to the protocol: it says on stdout what the request tells it to."""

import json
import sys

if __name__ == "__main__":
    request = json.load(sys.stdin)
    for _ in range(request.get("times", 1)):
        sys.stdout.write(request["says"])
    sys.stdout.flush()
    sys.exit(request.get("code", 0))
