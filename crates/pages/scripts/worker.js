// Says that there is no network, in words of ours. It keeps one page that is the same for everybody, and what that
// page is made of; pages of members are never kept.
"use strict";
const own = new URL("./", location).pathname;
const asked = new URL(location).searchParams;
const style = asked.get("style");
const page = `${own}offline`;
const parts = [page, `${own}brand.css`, `/assets/${style}/style.css`, `/assets/${style}/page.js`];
const name = `${own} ${location.search}`;

async function keep() {
  const kept = await caches.open(name);
  // As it is now, in the language of the page that asked for it.
  const headers = { "accept-language": asked.get("language") };
  await kept.addAll(parts.map((part) => new Request(part, { cache: "reload", headers })));
  await skipWaiting();
}

async function forgetOlder() {
  const older = (await caches.keys()).filter((one) => one.startsWith(`${own} `) && one !== name);
  await Promise.all(older.map((one) => caches.delete(one)));
  await clients.claim();
}

async function orKept(request, part) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(name)).match(part);
    if (kept) return kept;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const part = new URL(request.url).pathname;
  if (request.mode === "navigate") event.respondWith(orKept(request, page));
  else if (parts.includes(part)) event.respondWith(orKept(request, part));
});
