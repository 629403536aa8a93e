// "/" leads to the search, from anywhere but a field.
document.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const search = document.querySelector("#f-find");
  if (event.key === "/" && plain && !typing && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
