// Where a browser can, the pages of an operator have a worker: it says so when there is no network.
"use strict";
const { worker } = document.currentScript.dataset;
if (worker && "serviceWorker" in navigator) {
  // Without it everything works but that.
  addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
}
