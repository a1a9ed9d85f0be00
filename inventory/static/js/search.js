// Live results: htmx fetches them while somebody types; this keeps the page's title and state honest.
const box = document.querySelector("#q");

const results = () => document.querySelector("#results");

document.body.addEventListener("htmx:beforeRequest", () => results()?.classList.add("is-stale"));
document.body.addEventListener("htmx:afterRequest", () => results()?.classList.remove("is-stale"));
document.body.addEventListener("htmx:afterSwap", () => {
  const words = box.value.trim();
  document.title = `${words ? words.slice(0, 60) : "Find"} · Inventory`;
});
// Without an answer (signed out meanwhile, device restarting) the whole page is asked for, which says why.
document.body.addEventListener("htmx:responseError", () => box.form.submit());
