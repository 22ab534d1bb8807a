"""`python -m eval.speed`: see `eval.speed.bench`."""

from eval.speed.bench import main

if __name__ == "__main__":
    main()
