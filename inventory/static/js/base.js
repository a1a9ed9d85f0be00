// What every page does: "/" focuses the search box, the undo bar goes after a while, htmx sends the CSRF token.

const token = document.querySelector('meta[name="csrf-token"]')?.content;

document.addEventListener("htmx:configRequest", (event) => {
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  const box = document.querySelector("#q");
  if (!box) return;
  // In the empty box itself the key means the same: nobody searches for a slash.
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (typing && !(target === box && box.value === "")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// The bar stays while the pointer or the keyboard is on it, so that nobody has to hurry.
const bar = document.querySelector(".undo-bar");
if (bar) {
  const leave = () => {
    if (bar.matches(":hover, :focus-within")) setTimeout(leave, 5000);
    else bar.hidden = true;
  };
  setTimeout(leave, 20000);
}
