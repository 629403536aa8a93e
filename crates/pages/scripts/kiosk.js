// The kiosk forgets whoever leaves without a word. It asks first, and whoever touches anything is still there.
"use strict";
const ASKED_MS = 20_000;
const place = document.querySelector("[data-forget]");
if (place) {
  const question = place.firstElementChild;
  let waiting;
  const ask = () => {
    question.hidden = false;
    waiting = setTimeout(() => location.replace(place.dataset.to), ASKED_MS);
  };
  const wait = () => {
    clearTimeout(waiting);
    question.hidden = true;
    waiting = setTimeout(ask, Number(place.dataset.forget) * 1000);
  };
  for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, wait);
  wait();
}
