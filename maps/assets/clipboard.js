/* Copying, with a way round where a page may not reach the clipboard, and short notes on the map. */
(function () {
  "use strict";

  var frame = frontmap.page.frame;
  var note = document.createElement("p");
  var timer = 0;
  var LASTS_MS = 4000;

  note.className = "passing unpictured";
  note.hidden = true;
  /* Screen readers hear it by `frontmap.say`. */
  note.setAttribute("aria-hidden", "true");
  frame.appendChild(note);

  /* Tell something briefly, to the eye and to the ear. */
  frontmap.note = function (text) {
    window.clearTimeout(timer);
    note.textContent = text;
    note.hidden = false;
    frontmap.say(text);
    timer = window.setTimeout(function () { note.hidden = true; }, LASTS_MS);
  };

  /* The old way: a field is selected and the browser told to copy it. */
  function selected(text) {
    var field = document.createElement("textarea"), before = document.activeElement;
    field.value = text;
    field.className = "unseen";
    field.readOnly = true;
    frame.appendChild(field);
    field.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      if (!(error instanceof DOMException)) {
        throw error;
      }
    }
    field.remove();
    if (before && before.focus) {
      before.focus({ preventScroll: true });
    }
    return done;
  }

  /* Where nothing may copy: the text itself, selected, for the reader's own keys. */
  function offered(text) {
    var box = document.createElement("div"), field = document.createElement("textarea");
    var label = document.createElement("label"), close = document.createElement("button");
    box.className = "offered unpictured";
    label.textContent = "This page may not copy. Copy it from here:";
    field.value = text;
    field.readOnly = true;
    field.rows = Math.min(6, text.split("\n").length);
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { box.remove(); });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") {
        event.stopPropagation();
        box.remove();
      }
    });
    label.appendChild(field);
    box.append(label, close);
    L.DomEvent.disableClickPropagation(box);
    frame.appendChild(box);
    field.focus();
    field.select();
  }

  /* Copy a text and say so: "Copied: `told`". */
  frontmap.copy = function (text, told) {
    function answer(done) {
      if (done) {
        frontmap.note("Copied: " + told);
      } else {
        offered(text);
      }
      return done;
    }
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      return Promise.resolve(answer(selected(text)));
    }
    return navigator.clipboard.writeText(text).then(
      function () { return answer(true); },
      function () { return answer(selected(text)); }
    );
  };
})();
