"""Makes the bundled models: from a folder of data to a model folder with its card."""
