"""A small Slack in one process: what the bot under test talks to, and what the playground shows.

    from bot.playground.slack import Workspace

    workspace = Workspace()                        # its own manifest.json decides what the app is sent and may do
    # … a bot with SLACK_API_URL=workspace.api_url, BOT_TOKEN and APP_TOKEN connects over Socket Mode,
    # or workspace.push_to(Push(url, signing_secret)) delivers signed HTTP …

It is Slack's side alone: it imports nothing of the bot, of Bolt or of slack_sdk. Everything is real but the people:
an HTTP server, a WebSocket, tokens, scopes, limits.

**The people** ``U1`` (the default), ``U2``, ``U3``, ``U9ADMIN``; any other id is a new colleague. **The channels** ``C1``
(#dx-soudan), ``C2``, ``C9PRIVATE``, and ``D1`` (with ``U1``), ``D-U2`` …; any other id opens when somebody writes there.

**What people write** (texts as Slack hands them over; ``typed(text, people)`` makes that of what somebody types):
``mention(text, user, channel, thread_ts)``, ``say`` (no mention, unless ``<@U0BOT>`` is in it), ``direct_message``,
``edit(message, text)``, ``unfurl(message, url, title)``, ``react(message, "+1", user)``, ``unreact`` return the `Message`,
``delete(message)`` the `Delivery`, if the app is sent one.

**What people do**: ``command("/dx", text, user, channel)``, ``press(button, place, user)``,
``give_feedback(message, good, user)``, ``choose(control_or_action_id, value, place, user)``, ``fill(values, user)``,
``submit(user, values)``, ``close_modal(user)``, ``message_shortcut(name, message, user)``, ``global_shortcut(name, user)``,
``open_home(user)``, ``open_messages_tab(user)``, ``start_assistant_thread(user)``. They return the `Delivery`; a *place* is a
`Message` or a `View`. What Slack's window would not let them do raises `NotPossibleError` with a Japanese sentence (a
required input is empty, an option is not there, a message is not theirs to see), what the manifest does not name,
`LookupError`.

**What an admin does**: ``invite_bot(channel)``, ``remove_bot(channel)``, ``leave(user, channel)``, ``revoke_tokens()``,
``uninstall()``, ``authorize(url)`` and ``decline(url)`` (the page behind an install link; they return the redirect).

**What there is to see**: ``messages(channel)``, ``visible(channel, user)``, ``replies(channel)`` (the bot's),
``thread(channel, ts)``, ``latest(message)``, ``deleted(channel)``, ``modal(user)``, ``modals(user)``, ``home(user)``,
``prompts(user)``, ``status(channel)``, and ``wait_for_replies(channel, count)``, ``wait_for_modal(user, title)``,
``wait_for_home(user, words)``, ``wait_until(condition, what)``. A `Message` and a `View` have ``words``, ``quotes``,
``links``, ``buttons``, ``button(words)``, ``feedback``, ``controls``, ``control(name)``; a message also ``thread``,
``only_for``, ``edited``, ``deleted``, ``reactions``, ``replies``; a view also ``title``, ``inputs``, ``errors``, ``trouble``,
``submit_text``, ``private_metadata``, ``callback_id``.

**Behind**: ``calls(method)`` (each `Call` with its answer), ``refusals()`` (what Slack would not show, with
``answer.why``: let it be ``()`` at the end of every test), ``deliveries()``, ``ack(delivery)``, ``answered_after(delivery)``,
``wait_for_acks()``.

**Weather**: ``fail_next(method, *answers)`` with `Answer` ``.refused(code)``, ``.rate_limited(seconds)``, ``.broken()``;
``socket.refresh(reason)``, ``socket.drop()``, ``redeliver(delivery)``, ``redeliver_lost()``, ``with twice():``,
``with out_of_order(seed):``, ``event(any_event)``; ``Workspace(limited=True)`` (one post a second and channel),
``features_off={"agent"}``, ``subscribed={…}`` instead of the manifest's events, ``echoes=True`` (the bot hears itself),
``manifest=Manifest.of({…})``, ``clock``.

**For a page**: ``snapshot(user)`` is everything that one person sees, as JSON; ``subscribe(watcher)`` calls
``watcher(record)`` for each thing that happens, in order, from a thread of its own (it returns a function that ends
this); ``records(after)`` lists what was missed. A `Record` has ``number``, ``at``, ``kind``, ``data``, ``to_json()``:

========== =====================================================================================================
delivery   id, kind, name, payload, retry: what the bot was sent
ack        delivery, after (seconds), payload, status, in_time
answer     delivery, after, method: the first thing to see that came of a delivery
call       method, payload, failed, refused, status, answer, why
message    change (new, edited, deleted, reaction, replies) and the message; heed ``only_for``
modal      change (opened, pushed, updated, filled, errors, trouble, closed), user and the view
home       change (published, updated, filled), user and the view
prompts    channel, title, thread, prompts
status     channel, thread, status
connection connected, opened
========== =====================================================================================================
"""

from bot.playground.slack.channels import Message, Reaction
from bot.playground.slack.composer import typed
from bot.playground.slack.deliveries import Ack, Delivery
from bot.playground.slack.inputs import NotPossibleError
from bot.playground.slack.journal import Record
from bot.playground.slack.manifest import Manifest, Prompt, Shortcut
from bot.playground.slack.people import ADMIN, BOT_ID, BOT_USER, TEAM, Channel, Person
from bot.playground.slack.push import Push, signed
from bot.playground.slack.team import Prompts
from bot.playground.slack.tokens import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET
from bot.playground.slack.views import Input, View
from bot.playground.slack.web_api import Answer, Call
from bot.playground.slack.workspace import Workspace

__all__ = [
    "ADMIN",
    "APP_TOKEN",
    "BOT_ID",
    "BOT_TOKEN",
    "BOT_USER",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "TEAM",
    "Ack",
    "Answer",
    "Call",
    "Channel",
    "Delivery",
    "Input",
    "Manifest",
    "Message",
    "NotPossibleError",
    "Person",
    "Prompt",
    "Prompts",
    "Push",
    "Reaction",
    "Record",
    "Shortcut",
    "View",
    "Workspace",
    "signed",
    "typed",
]
