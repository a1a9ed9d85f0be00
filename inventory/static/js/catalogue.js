// Items: photos uploaded with progress, the strip shows a photo large, tags are suggested, details grow.

const token = document.querySelector('meta[name="csrf-token"]')?.content;

// --- the strip of photos ---

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const main = document.querySelector("[data-main]");
  main.href = link.href;
  main.querySelector("img").src = `/photos/${link.dataset.show}/medium`;
  for (const other of document.querySelectorAll("[data-show]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});

// --- uploads: one request a file, so that each has its own progress and its own fault ---

function prepareUpload() {
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
  for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;
}

function row(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  item.append(name, bar);
  return { item, bar };
}

function showFault({ item, bar }, text) {
  const fault = document.createElement("span");
  fault.className = "fault";
  fault.textContent = text;
  bar.remove();
  item.append(fault);
}

function send(url, file, bar) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("photo", file, file.name);
    request.open("POST", url);
    request.responseType = "json";
    if (token) request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => {
      // the last tenth is the device's work on the picture
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 0.9;
    });
    request.addEventListener("load", () => {
      const problem = request.response ?? {};
      if (request.status === 201) resolve(null);
      else resolve([problem.detail ?? "The upload failed.", problem.hint].filter(Boolean).join(" "));
    });
    request.addEventListener("error", () => resolve("The connection broke. Try again."));
    request.send(body);
  });
}

async function upload(form, files) {
  const list = document.querySelector("[data-uploads]");
  const limit = Number(form.dataset.maxMib);
  list.hidden = false;
  list.replaceChildren();
  const work = files.map((file) => ({ file, ...row(file) }));
  list.append(...work.map((entry) => entry.item));
  let added = 0;
  for (const entry of work) {
    const tooLarge = entry.file.size > limit * 1024 * 1024;
    const fault = tooLarge ? `Larger than ${limit} MiB.` : await send(form.dataset.upload, entry.file, entry.bar);
    if (fault) showFault(entry, fault);
    else {
      entry.bar.value = 1;
      entry.item.remove();
      added += 1;
    }
  }
  if (added) await refreshPhotos([...list.children]);
  else form.reset();
}

async function refreshPhotos(faults) {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#photos");
  if (!fresh) return window.location.reload();
  document.querySelector("#photos").replaceWith(fresh);
  prepareUpload();
  const list = document.querySelector("[data-uploads]");
  if (list && faults.length) {
    list.hidden = false;
    list.append(...faults);
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-upload]");
  if (form && event.target.type === "file" && event.target.files.length) upload(form, [...event.target.files]);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("[data-upload]");
    if (!form) return;
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) upload(form, [...event.dataTransfer.files]);
  });
}

// --- tags: a datalist completes a whole field only, so matching tags are offered below it ---

const tags = document.querySelector("[data-tags]");
if (tags) {
  const known = [...document.getElementById(tags.dataset.tags).options].map((option) => option.value);
  const box = document.createElement("div");
  box.className = "suggestions";
  tags.after(box);
  const suggest = () => {
    const parts = tags.value.split(",").map((part) => part.trim());
    const typed = parts.at(-1).toLowerCase();
    const present = new Set(parts.map((part) => part.toLowerCase()));
    const fitting = known.filter((name) => name.toLowerCase().startsWith(typed) && !present.has(name.toLowerCase()));
    box.replaceChildren(
      ...(typed ? fitting.slice(0, 6) : []).map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "chip";
        button.textContent = name;
        button.addEventListener("click", () => {
          tags.value = [...parts.slice(0, -1), name].join(", ") + ", ";
          tags.focus();
          suggest();
        });
        return button;
      }),
    );
  };
  tags.addEventListener("input", suggest);
}

// --- details: an empty row is always at the end ---

const details = document.querySelector("[data-details]");
details?.addEventListener("input", () => {
  const last = details.lastElementChild;
  if (details.children.length >= 50 || ![...last.querySelectorAll("input")].some((input) => input.value)) return;
  const next = last.cloneNode(true);
  for (const input of next.querySelectorAll("input")) input.value = "";
  details.append(next);
});

prepareUpload();
