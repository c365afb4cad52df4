/* Light or dark: as the reader's system has it, until the button says otherwise. Paper is light. */
(function () {
  "use strict";

  var page = frontmap.page;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  var root = document.documentElement;
  var wanted = null;

  var button = frontmap.tool({
    key: "theme", label: "Dark", title: "Dark colours on the screen", toggles: true,
    act: function () {
      wanted = frontmap.theme() === "dark" ? "light" : "dark";
      root.dataset.theme = wanted;
      apply(wanted);
    },
  });

  function restyle(layer) {
    if (layer.eachLayer) {
      layer.eachLayer(restyle);
    } else if (layer.setStyle && layer.feature) {
      layer.setStyle(frontmap.style(layer.feature));
    }
  }

  /* Everything that scripts draw, anew in the colours of a theme. */
  function apply(theme) {
    if (theme === frontmap.theme()) {
      return;
    }
    frontmap.paint(theme);
    button.setAttribute("aria-pressed", String(theme === "dark"));
    Object.keys(page.layers).forEach(function (key) { restyle(page.layers[key]); });
    page.each(document.querySelectorAll("canvas.swatch"), frontmap.swatch);
    frontmap.tell("theme", theme);
  }

  system.addEventListener("change", function () {
    if (!wanted) {
      apply(system.matches ? "dark" : "light");
    }
  });

  /* Before the page is laid out for paper, and after. */
  frontmap.on("printing", function (on) {
    apply(on ? "light" : wanted || (system.matches ? "dark" : "light"));
  });

  button.setAttribute("aria-pressed", String(frontmap.theme() === "dark"));
})();
