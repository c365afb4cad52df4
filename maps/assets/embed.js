/* In a frame of another page the map fills the frame; a button shows tables and sources. */
(function () {
  "use strict";

  var body = document.body;
  if (!body.classList.contains("embed")) {
    return;
  }
  var page = frontmap.page;

  body.classList.add("framed");
  page.each(document.querySelectorAll("details.legend"), function (key) { key.open = false; });

  function settle() {
    page.map.invalidateSize({ animate: false });
    page.look(frontmap.data().view, false);
    page.layNames();
  }

  settle();

  frontmap.tool({
    key: "tables", label: "Tables", title: "Tables, texts and sources", toggles: true,
    act: function (button) {
      var reading = body.classList.toggle("reading");
      button.setAttribute("aria-pressed", String(reading));
      settle();
      if (reading) {
        page.panel.focus();
      }
    },
  });

  /* A link to a row leads into the tables, so they must be there. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    if (link && !body.classList.contains("reading")) {
      document.getElementById("tool-tables").click();
    }
  }, true);
})();
