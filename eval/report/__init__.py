"""One run as a report: Markdown for the terminal, one HTML file for the browser."""
