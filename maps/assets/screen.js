/* The map on the whole screen, the bar of tools on small ones, and the link to what is seen. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map;
  var figure = page.frame.parentElement;
  var told = document.getElementById("told");
  var bar = document.getElementById("tools");
  var key = figure.querySelector("details.legend");
  var opened = key && key.open;
  var STRIP = 90;

  /* ---- the whole screen ---- */

  if (document.fullscreenEnabled && figure.requestFullscreen) {
    var whole = frontmap.tool({
      key: "screen", label: "Full screen", toggles: true,
      title: "Show the map on the whole screen; Escape leaves it",
      act: function () {
        if (document.fullscreenElement) {
          document.exitFullscreen();
        } else {
          figure.requestFullscreen().catch(function () {
            frontmap.note("This browser does not let the page fill the screen");
          });
        }
      },
    });
    document.addEventListener("fullscreenchange", function () {
      var on = document.fullscreenElement === figure;
      whole.setAttribute("aria-pressed", String(on));
      /* Only what is inside the figure is shown then, and only that is read out. */
      (on ? figure : document.body).appendChild(told);
      /* The key gives its room to the map; it opens as before. */
      if (key && on) {
        opened = key.open;
        key.open = false;
      } else if (key) {
        key.open = opened;
      }
      map.invalidateSize({ animate: false });
      page.layNames();
    });
  }

  /* ---- the link ---- */

  if (frontmap.state.link() !== null) {
    frontmap.tool({
      key: "share", label: "Copy link", title: "Copy a link to what the map shows now",
      act: function () {
        frontmap.copy(frontmap.state.link(), location.protocol === "file:" ?
          "link to this view; send the file along" : "link to this view");
      },
    });
  }

  /* ---- small screens: what does not fit stands behind one button ---- */

  var more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  more.textContent = "Tools";
  more.setAttribute("aria-expanded", "false");
  more.setAttribute("aria-controls", "tools");
  more.addEventListener("click", function () {
    var open = bar.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
  });
  /* What was taken from the open bar leaves room for the map again. */
  bar.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button && button !== more && !button.hasAttribute("aria-controls")) {
      bar.classList.remove("open");
      more.setAttribute("aria-expanded", "false");
    }
  });
  var field = bar.querySelector(".find");
  bar.insertBefore(more, field ? field.nextSibling : bar.firstChild);

  /* The map's own size follows the bar, the columns and the screen. What takes only a strip of it
     moves nothing on it, and nothing from under the cross hair. */
  if (window.ResizeObserver) {
    new window.ResizeObserver(function () {
      if (!document.body.classList.contains("printing")) {
        var strip = Math.abs(page.holder.clientHeight - map.getSize().y) < STRIP;
        map.invalidateSize({ animate: false, pan: !strip || frontmap.aim.on() });
      }
    }).observe(page.holder);
  }
})();
