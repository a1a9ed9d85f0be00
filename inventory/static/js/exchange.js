// Import: drop a file on the field, see its size before it is sent, no second click while something is under way.

const drop = document.querySelector(".drop");
const input = drop?.querySelector('input[type="file"]');
const chosen = document.querySelector("#file-chosen");

function describe() {
  const file = input.files[0];
  const limit = Number(input.form.dataset.maxBytes);
  const isTooLarge = file !== undefined && file.size > limit;
  const size = file && (file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KiB` : `${(file.size / 1048576).toFixed(1)} MiB`);
  const message = isTooLarge ? `${size} is over the limit of ${Math.floor(limit / 1048576)} MiB.` : "";
  input.setCustomValidity(message);
  chosen.classList.toggle("bad", isTooLarge);
  chosen.textContent = file ? message || `${file.name}, ${size}` : "";
}

if (input) {
  input.addEventListener("change", describe);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    describe();
  });
}

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    const text = form.querySelector("button span");
    if (text) text.textContent = form.dataset.busy;
  });
}

// Back from the next page the browser shows this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
