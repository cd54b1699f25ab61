"""mediaq beside its peers: each system in a process of its own, driven in the same way.

Files named `peer_*` run as those processes, most of them in an environment without mediaq; they
share only `actor`. Everything else runs in ours.
"""
