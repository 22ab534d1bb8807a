"""Screens and sockets: the command line, the chat, the JSON API. Imports everything below; nothing imports it."""
