"""Gold in, numbers out. Import its modules (`from eval import gold`); never the package, which shadows a builtin."""
