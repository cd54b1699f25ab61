"""Live state: one listening session and one reader per process, however many streams watch."""
