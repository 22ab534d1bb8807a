"""Gold questions as files: JSON lines and tables (.csv, .tsv, .xlsx)."""
