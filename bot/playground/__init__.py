"""The playground: a small Slack in one process, and a page to use it without a Slack account."""
