/*
 * Between the pages and the line: shows notifications, and what was opened when there is no line.
 *
 * Pages are kept only after the person allowed it on this device ("keep" in the settings cache), only
 * of one owner (a header of each page says whose it is), at most 12 hours, and never when the server
 * says no-store. An answer of another owner, or of nobody, empties what was kept: so does signing out.
 */
const OFFLINE = "{{ offline|escapejs }}";
const MARK = "{{ mark|escapejs }}";
const SHELL = [OFFLINE, MARK{% for style in styles %}, "{{ style|escapejs }}"{% endfor %}];
const SHELL_CACHE = "shell-1";
const PAGES = "pages-1";
const SETTINGS = "settings-1";
const OWNER = "X-Page-Owner";
const KEPT_AT = "X-Kept-At";
const LONGEST = 12 * 3600 * 1000;
const MOST = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const allowed = async () => Boolean(await (await caches.open(SETTINGS)).match("/keep"));
const forget = () => caches.delete(PAGES);

async function ownerOf() {
  const said = await (await caches.open(SETTINGS)).match("/owner");
  return said ? said.text() : "";
}

async function setOwner(owner) {
  await (await caches.open(SETTINGS)).put("/owner", new Response(owner));
}

async function keep(request, response) {
  // A redirect says nothing yet; a gateway's error page is not ours.
  if (response.type === "opaqueredirect" || response.status >= 500) return;
  // What is published is the same for all and says nothing about who is here.
  if (/\bpublic\b/.test(response.headers.get("Cache-Control") ?? "")) return;
  const owner = response.headers.get(OWNER) ?? "";
  if (owner !== (await ownerOf())) {
    await forget();
    await setOwner(owner);
  }
  const held = /no-store/.test(response.headers.get("Cache-Control") ?? "");
  const html = (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!owner || held || !html || response.status !== 200 || response.redirected || !(await allowed())) return;
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const cache = await caches.open(PAGES);
  await cache.put(request.url, new Response(await response.blob(), { headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

async function kept(request) {
  const page = await (await caches.open(PAGES)).match(request.url);
  if (!page) return undefined;
  return Date.now() - Number(page.headers.get(KEPT_AT)) < LONGEST ? page : undefined;
}

async function page(event) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(event.request, response.clone()));
    return response;
  } catch {
    return (await kept(event.request)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function part(request) {
  try {
    const response = await fetch(request);
    if (response.ok && (await allowed())) await (await caches.open(SHELL_CACHE)).put(request, response.clone());
    return response;
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
});

self.addEventListener("message", (event) => {
  const answer = event.ports[0];
  const act = async () => {
    const settings = await caches.open(SETTINGS);
    if (event.data === "keep") await settings.put("/keep", new Response("yes"));
    if (event.data === "keep-not") {
      await settings.delete("/keep");
      await forget();
    }
    if (event.data === "forget") {
      await forget();
      await setOwner("");
    }
    answer?.postMessage(await allowed());
  };
  event.waitUntil(act());
});

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Not ours to read: say that something came.
  }
  event.waitUntil(
    self.registration.showNotification(told.title || "Công Đoàn Số", {
      tag: told.tag,
      icon: MARK,
      lang: "vi",
      data: { url: told.url || "/thong-bao/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/", self.location.origin);
  if (url.origin !== self.location.origin) return;
  const show = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows.find((one) => one.url === url.href);
    return open ? open.focus() : self.clients.openWindow(url.href);
  };
  event.waitUntil(show());
});
