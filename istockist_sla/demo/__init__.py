"""A lively company that exists only in the demo, and one command that shows it.

`cast`, `words`, `problems`, `stories` and `articles` are tables; `courses`, `groups`, `service`,
`settling` and `strangers` say what happens when; `play` plays it; `filling` fills a database;
`start` runs it all with `codes` on the terminal.
"""
