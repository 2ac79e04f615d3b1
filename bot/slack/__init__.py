"""The Slack side: one module a feature, each with listeners that ack, read, ask and send.

mentions    @bot in a channel, answered in its thread
messages    direct messages
commands    /dx, /dx-topics, /dx-reload
actions     buttons: a question, a topic, share
asking      what mentions and direct messages share: from an event to the reply
sending     the way out: posts and response URLs, patient with a busy Slack
memory      which messages were answered, what was asked before in a thread
trouble     the one place where errors end
bolt        the Bolt app: client, middleware, registration
transport   Socket Mode or signed HTTP
"""
