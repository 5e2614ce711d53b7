"""A lively company that exists only in the demo, and the one command that shows it.

Tables: `cast`, `phrases`, `problems`, `articles`, `canned_replies`, `outage_table`,
`maintenance_table`. Made up by rules: `orders`, `files`.
Scenarios, which say what happens when: `ticket_scenarios`, `open_scenarios` and
`finding_scenarios`, each of the one ticket of a `ticket_script` and drawn by `scenario_mix`;
`outages`, `other_senders`, and the single steps of `clients`. Chance and time come from `world`.
`simulation` runs the scenarios, with `incoming_mail` and `outgoing_mail`; `fill` fills a database
with them and with `measurements`; `start` serves it, with `codes` on the terminal.
"""
