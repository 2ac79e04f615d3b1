"""The Slack side: one module a feature, each with listeners that ack, read, ask and send.

mentions    @bot in a channel, answered in its thread
messages    direct messages
threads     follow-ups without a mention, where the bot has answered; 静かに and 🤫
edits       an edited question changes its reply, a deleted one removes it
shortcuts   look up what a message says, or fill in a small form
agent       questions on offer in the agent view
hearing     what mentions, messages, threads and edits share: whether a message is for the bot
commands    /dx, /dx-topics
actions     buttons: a question, a topic, further cases (cases), and posting for everybody
comparing   自治体くらべ: /dx-compare and the button of an answer
collecting  引用をまとめる: the quotes of a thread in one message
reading     前後を読む, なぜこの引用か, 引用をコピー, /dx-why
asking      what mentions and direct messages share: from an event to the reply
sending     the way out: posts and response URLs, patient with a busy Slack
modals      windows: opened by a press, or changed in place
windows     what is pressed inside modals and Home: a question, a topic, further cases
opinions    👍 👎 and why, 「この質問を担当へ」
home        the Home tab, /dx-unanswered
reloading   /dx-reload: what would change, the decision, the way back
waiting     a word to whoever waits for longer than a moment
presses     what all buttons share: one press counts once, and where its reply goes
trouble     the one place where errors end
bolt        the Bolt app: client, middleware, registration
transport   Socket Mode or signed HTTP, until the process is told to stop (stopping, pool)
web         what is served over HTTP: events, pages of an installation, health, metrics
installing  several workspaces: how each adds the app (install_pages), where its token lies (installations)
"""
