"""`python -m mediaq.cli`, as the supervisor starts its workers."""

from mediaq.cli import main

if __name__ == "__main__":
    main()
