// Slack's markup in texts (mrkdwn) as elements: links, mentions, bold and the like.
// https://docs.slack.dev/messaging/formatting-message-text

import { el, link } from "./dom.js";
import { withSigns } from "./emoji.js";

const TOKEN = /<([^<>\n]+)>/g;
// A sign counts only between spaces or punctuation: beside kana and kanji Slack shows the asterisks.
const STYLED = /(^|[\s(（「『、。>])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s)）」』、。.,!?:;！？])/g;
const CODE = /(```[\s\S]+?```|`[^`\n]+`)/;
const TAGS = { "*": "strong", _: "em", "~": "s" };

/** Return the nodes of a text in mrkdwn. */
export function mrkdwn(text, store) {
  const nodes = [];
  let quote = null;
  for (const [number, line] of String(text)
    .split(/\n(?![^`]*```)/)
    .entries()) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/s.exec(line);
    if (quoted) {
      if (quote) quote.append("\n");
      else nodes.push((quote = el("blockquote", {})));
      quote.append(...inline(quoted[1], store));
      continue;
    }
    if (number && !quote) nodes.push("\n");
    quote = null;
    nodes.push(...inline(line, store));
  }
  return nodes;
}

function inline(text, store) {
  return text.split(CODE).flatMap((piece) => {
    if (/^```[\s\S]+```$/.test(piece))
      return [el("pre", { class: "code", tabindex: 0 }, unescaped(piece.slice(3, -3)))];
    if (/^`[^`]+`$/.test(piece)) return [el("code", {}, unescaped(piece.slice(1, -1)))];
    return tokens(piece, store);
  });
}

function tokens(text, store) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    nodes.push(...styled(text.slice(end, found.index)), token(found[1], store));
    end = found.index + found[0].length;
  }
  nodes.push(...styled(text.slice(end)));
  return nodes;
}

/** Return what stands for `<@U1>`, `<#C1>`, `<!here>` or `<https://…|words>`. */
function token(inner, store) {
  const [name, words] = inner.split("|", 2);
  if (name.startsWith("@")) return mention(name.slice(1), store);
  if (name.startsWith("#")) return channelMention(name.slice(1), store);
  if (name.startsWith("!")) return el("span", { class: "mention" }, `@${name.slice(1).split("^")[0]}`);
  return link(unescaped(name), unescaped(words || name));
}

/** Build a mention of a person. */
export function mention(id, store) {
  return el("span", { class: id === store.user.id ? "mention mention-me" : "mention" }, `@${store.nameOf(id)}`);
}

/** Build a mention of a channel. */
export function channelMention(id, store) {
  return el("span", { class: "mention" }, `#${store.channel(id)?.name || id}`);
}

function styled(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(STYLED)) {
    nodes.push(unescaped(text.slice(end, found.index)), found[1], el(TAGS[found[2]], {}, ...styled(found[3])));
    end = found.index + found[0].length;
  }
  nodes.push(unescaped(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function unescaped(text) {
  return withSigns(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

/** Return what somebody typed to get this text, for changing it. */
export function untyped(text, store) {
  const plain = String(text)
    .replace(/<@([UW]\w+)(?:\|[^>]*)?>/g, (_, id) => `@${store.nameOf(id)}`)
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return plain.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
