"""The Slack side: one module a feature, each with listeners that ack, read, ask and send.

mentions    @bot in a channel, answered in its thread
messages    direct messages
commands    /dx, /dx-topics, /dx-reload
actions     buttons: a question, a topic, share
trouble     the one place where errors end
bolt        the Bolt app: client, middleware, registration
transport   Socket Mode or signed HTTP
"""
